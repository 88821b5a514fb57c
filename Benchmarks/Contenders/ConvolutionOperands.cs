using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>The numbers of one layer's products, and some elements of each, computed in double from the definition of a convolution.</summary>
/// <remarks>
/// Images [batch, side, side, channels], weight [k, k, channels, n], rows [batch, windows, windows, n]. A product in full would take
/// plain loops in double seconds: the first elements, the last and others drawn at random are compared, and every other must be a number.
/// </remarks>
internal sealed class ConvolutionOperands
{
    private const int SampleCount = 1000;

    private readonly ConvolutionWindow _window;
    private readonly int _n;

    /// <summary>Draws operands on [−1, 1).</summary>
    public ConvolutionOperands(ConvolutionLayer layer)
    {
        (Layer, _window, _n) = (layer, layer.Window, layer.RowChannels);
        Images = Draw(_window.ImageCount, 0);
        Weight = Draw(_window.RowLength * _n, 1);
        Rows = Draw(_window.Rows * _n, 2);
    }

    /// <summary>What the operands belong to.</summary>
    public ConvolutionLayer Layer { get; }

    /// <summary>Input of a convolution, or what stands for ∂L/∂y of a transposed one.</summary>
    public float[] Images { get; }

    /// <summary>The weight.</summary>
    public float[] Weight { get; }

    /// <summary>Input of a transposed convolution, or what stands for ∂L/∂y of a convolution.</summary>
    public float[] Rows { get; }

    /// <summary>Operations that the definition asks for, zeros around the images included, and each operand's bytes once.</summary>
    public Work Work => new(
        2.0 * _window.Rows * _window.RowLength * _n, sizeof(float) * ((double)Images.Length + Weight.Length + Rows.Length));

    /// <summary>Numbers that a pass gives.</summary>
    public int ResultLength(ConvolutionPass pass) => Result(pass) switch { 0 => Images.Length, 1 => Weight.Length, _ => Rows.Length };

    /// <summary>The elements of a pass' result that are compared.</summary>
    public int[] Samples(ConvolutionPass pass)
    {
        int length = ResultLength(pass);
        RandomDraw draw = new(RandomKind.Index, Seed: 1, 3, Bound: length);
        return [.. Enumerable.Range(0, SampleCount).Select(i => i < 10 ? i % length : i < 20 ? Math.Max(length - i + 9, 0) : draw.IndexAt(0, i)).Distinct().Order()];
    }

    /// <summary>Null when the sampled elements of a pass' result are right, else a sentence.</summary>
    public string? Compare(ConvolutionPass pass, ReadOnlySpan<float> sampled)
    {
        int[] samples = Samples(pass);
        double[] expected = [.. samples.Select(index => Expected(pass, index))];
        int terms = Result(pass) switch { 0 => _window.Down.Size * _window.Across.Size * _n, 1 => _window.Rows, _ => _window.RowLength };
        return Deviation.Between(sampled, expected, new Tolerance(1e-5, 3e-6 * Math.Max(terms, 10), "terms of size 1")).Miss is { } miss
            ? $"of {samples.Length} sampled elements, {miss}"
            : null;
    }

    // What a pass results in: 0 images, 1 a weight, 2 rows.
    private int Result(ConvolutionPass pass) => pass switch
    {
        ConvolutionPass.WeightGradient => 1,
        ConvolutionPass.Forward => Layer.IsTransposed ? 0 : 2,
        _ => Layer.IsTransposed ? 2 : 0,
    };

    private double Expected(ConvolutionPass pass, int index) => Result(pass) switch
    {
        0 => ExpectedPixel(index),
        1 => ExpectedWeight(index),
        _ => ExpectedRow(index),
    };

    private double ExpectedRow(int index)
    {
        (int row, int output) = Math.DivRem(index, _n);
        double sum = 0;
        for (int p = 0; p < _window.Down.Size; p++)
        {
            for (int q = 0; q < _window.Across.Size; q++)
            {
                int pixel = Pixel(row, p, q);
                for (int channel = 0; channel < _window.Channels && pixel >= 0; channel++)
                {
                    sum += (double)Images[pixel + channel] * Weight[((p * _window.Across.Size + q) * _window.Channels + channel) * _n + output];
                }
            }
        }

        return sum;
    }

    private double ExpectedPixel(int index)
    {
        (int place, int channel) = Math.DivRem(index, _window.Channels);
        int rowsPerImage = _window.Down.Output * _window.Across.Output, image = place / (_window.Down.Extent * _window.Across.Extent);
        double sum = 0;
        for (int row = image * rowsPerImage; row < (image + 1) * rowsPerImage; row++)
        {
            for (int part = 0; part < _window.Down.Size * _window.Across.Size; part++)
            {
                (int p, int q) = Math.DivRem(part, _window.Across.Size);
                for (int output = 0; output < _n && Pixel(row, p, q) == place * _window.Channels; output++)
                {
                    sum += (double)Rows[row * _n + output] * Weight[(part * _window.Channels + channel) * _n + output];
                }
            }
        }

        return sum;
    }

    private double ExpectedWeight(int index)
    {
        (int weight, int output) = Math.DivRem(index, _n);
        (int part, int channel) = Math.DivRem(weight, _window.Channels);
        (int p, int q) = Math.DivRem(part, _window.Across.Size);
        double sum = 0;
        for (int row = 0; row < _window.Rows; row++)
        {
            int pixel = Pixel(row, p, q);
            sum += pixel < 0 ? 0 : (double)Images[pixel + channel] * Rows[row * _n + output];
        }

        return sum;
    }

    // The first channel of the pixel that a window holds at p, q; −1 outside the image.
    private int Pixel(int row, int p, int q)
    {
        (int line, int j) = Math.DivRem(row, _window.Across.Output);
        (int image, int i) = Math.DivRem(line, _window.Down.Output);
        int y = i * _window.Down.Stride + p - _window.Down.Before, x = j * _window.Across.Stride + q - _window.Across.Before;
        bool isInside = (uint)y < (uint)_window.Down.Extent && (uint)x < (uint)_window.Across.Extent;
        return isInside ? ((image * _window.Down.Extent + y) * _window.Across.Extent + x) * _window.Channels : -1;
    }

    // A hash of the place: a peer can draw the same numbers without sending them (Peers/convolution.py).
    private static float[] Draw(int count, uint stream)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint bits = unchecked(((uint)i + stream * 0x1000_0000u) * 2654435761u);
            bits = unchecked((bits ^ (bits >> 15)) * 2246822519u);
            bits ^= bits >> 13;
            numbers[i] = (bits >> 8) / (float)(1 << 23) - 1;
        }

        return numbers;
    }
}
