using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Training.Samples.Figures;

/// <summary>Images one after the other, less the average training image.</summary>
/// <remarks>Sums go over eight lanes whatever the machine: figures are the same on each.</remarks>
internal sealed class ImageRows
{
    private readonly float[] _values;
    private readonly double[] _lengths;
    private readonly int _pixels;

    /// <summary>Takes the average from some images.</summary>
    /// <param name="shades">Image after image, 0 black to 1 white.</param>
    /// <param name="mean">The average training image.</param>
    public ImageRows(ReadOnlySpan<float> shades, double[] mean)
    {
        _pixels = mean.Length;
        _values = shades.ToArray();
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] -= (float)mean[i % _pixels];
        }

        _lengths = [.. Enumerable.Range(0, Count).Select(image => Math.Sqrt(Product(this[image], this[image])))];
    }

    /// <summary>Number of images.</summary>
    public int Count => _values.Length / _pixels;

    /// <summary>One image.</summary>
    public ReadOnlySpan<float> this[int image] => _values.AsSpan(image * _pixels, _pixels);

    /// <summary>Σ (aᵢ − bᵢ)².</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector256<float>> lanesOfA = MemoryMarshal.Cast<float, Vector256<float>>(a), lanesOfB = MemoryMarshal.Cast<float, Vector256<float>>(b);
        Vector256<float> sum = default;
        for (int i = 0; i < lanesOfA.Length; i++)
        {
            Vector256<float> difference = lanesOfA[i] - lanesOfB[i];
            sum += difference * difference;
        }

        double total = SumOf(sum);
        for (int i = lanesOfA.Length * Vector256<float>.Count; i < a.Length; i++)
        {
            total += (a[i] - b[i]) * (double)(a[i] - b[i]);
        }

        return total;
    }

    /// <summary>Cosine of the angle between one of these images and one of others; 0 where one of them is the average.</summary>
    public double Cosine(int image, ImageRows others, int other)
    {
        double lengths = _lengths[image] * others._lengths[other];
        return lengths > 0 ? Product(this[image], others[other]) / lengths : 0;
    }

    private static double Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector256<float>> lanesOfA = MemoryMarshal.Cast<float, Vector256<float>>(a), lanesOfB = MemoryMarshal.Cast<float, Vector256<float>>(b);
        Vector256<float> sum = default;
        for (int i = 0; i < lanesOfA.Length; i++)
        {
            sum += lanesOfA[i] * lanesOfB[i];
        }

        double total = SumOf(sum);
        for (int i = lanesOfA.Length * Vector256<float>.Count; i < a.Length; i++)
        {
            total += a[i] * (double)b[i];
        }

        return total;
    }

    private static double SumOf(Vector256<float> lanes)
    {
        double sum = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }
}
