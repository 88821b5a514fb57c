using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Operations;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>The numbers that all contenders of one matrix product share, and the results they are checked against.</summary>
/// <remarks>
/// Large products, which would take the reference minutes, are checked at some whole rows and columns of blocks: the first and the
/// last, and others drawn at random. All other elements must be numbers, which a place that nobody wrote to is not.
/// </remarks>
internal sealed unsafe class MatMulOperands : IDisposable
{
    private const double MostOperationsInFull = 1e9; // about a second of the reference's loops
    private const int Part = 1 << 14; // numbers that one thread draws at a time
    private const int SampledRows = 48, SampledColumns = 48;

    private readonly NativeFloats _a, _b, _bias, _c;
    private readonly double[] _product, _fused;
    private readonly int[]? _samples;

    /// <summary>Draws operands on [−1, 1) and computes their product in double precision.</summary>
    public MatMulOperands(MatMulShape shape)
    {
        Shape = shape;
        _a = Draw(shape.Rows * shape.Inner, 0);
        _b = Draw(shape.Inner * shape.Columns, 1);
        _bias = Draw(shape.Columns, 2);
        _c = new NativeFloats(shape.Rows * shape.Columns);
        if (Work.FloatingPointOperations <= MostOperationsInFull)
        {
            (_product, _fused) = Expect();
        }
        else
        {
            _samples = [.. from row in Sample(shape.Rows, SampledRows, 3) from column in Sample(shape.Columns, SampledColumns, 4) select row * shape.Columns + column];
            (_product, _fused) = ExpectSamples(_samples);
        }
    }

    /// <summary>The extents.</summary>
    public MatMulShape Shape { get; }

    /// <summary>The first element of a.</summary>
    public float* A => _a.Address;

    /// <summary>The first element of b.</summary>
    public float* B => _b.Address;

    /// <summary>The first element of the result.</summary>
    public float* C => _c.Address;

    /// <summary>The numbers of a.</summary>
    public Span<float> LeftValues => _a.Values;

    /// <summary>The numbers of b.</summary>
    public Span<float> RightValues => _b.Values;

    /// <summary>The numbers of the bias.</summary>
    public Span<float> BiasValues => _bias.Values;

    /// <summary>The result's numbers.</summary>
    public Span<float> Result => _c.Values;

    /// <summary>What one product does.</summary>
    public Work Work => Work.MatMul(Shape.Rows, Shape.Columns, Shape.Inner);

    /// <summary>Null when the numbers are a·b (or max(0, a·b + bias)), else a sentence.</summary>
    /// <param name="found">What was computed.</param>
    /// <param name="isFused">Whether bias and ReLU were applied.</param>
    /// <param name="isTf32">Whether the operands were rounded to ten bits behind the point, as tensor cores do with float32.</param>
    public string? Compare(ReadOnlySpan<float> found, bool isFused, bool isTf32 = false)
    {
        double[] expected = isFused ? _fused : _product;
        Tolerance tolerance = isTf32
            ? new(1e-5, ProductTolerance.Absolute(Shape.Inner, isTf32), "factors of TF32")
            : new(1e-5, 3e-6 * Math.Max(Shape.Inner, 10), "terms of size 1");
        if (_samples is null)
        {
            return Deviation.Between(found, expected, tolerance).Miss;
        }

        float[] sampled = new float[_samples.Length];
        for (int sample = 0; sample < sampled.Length; sample++)
        {
            sampled[sample] = found[_samples[sample]];
        }

        int missing = found.IndexOf(float.NaN);
        return missing >= 0 ? $"element {missing} was not written, or is NaN."
            : Deviation.Between(sampled, expected, tolerance).Miss is { } miss ? $"of {sampled.Length} sampled elements, {miss}"
            : null;
    }

    /// <summary>Fills the result with what no product gives, so that a contender that does nothing is found out.</summary>
    public void Spoil() => _c.Values.Fill(float.NaN);

    /// <inheritdoc/>
    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _bias.Dispose();
        _c.Dispose();
    }

    private static NativeFloats Draw(int count, uint stream)
    {
        RandomDraw draw = new(RandomKind.Uniform, Seed: 1, stream, Scale: 2, Offset: -1);
        NativeFloats numbers = new(count);
        float* first = numbers.Address;
        Parallel.For(0, (count + Part - 1) / Part, part =>
        {
            for (int i = part * Part; i < Math.Min(count, (part + 1) * Part); i++)
            {
                first[i] = (float)draw.NumberAt(0, i);
            }
        });
        return numbers;
    }

    // The first and the last, and others between them, in order.
    private static int[] Sample(int extent, int count, uint stream)
    {
        RandomDraw draw = new(RandomKind.Index, Seed: 1, stream, Bound: extent);
        return [.. Enumerable.Range(0, count).Select(i => i switch { 0 => 0, 1 => extent - 1, _ => draw.IndexAt(0, i) }).Distinct().Order()];
    }

    private (double[] Product, double[] Fused) ExpectSamples(int[] samples)
    {
        MatMulSize size = Shape.Size;
        double[] product = new double[samples.Length], fused = new double[samples.Length];
        for (int sample = 0; sample < samples.Length; sample++)
        {
            (int row, int column) = Math.DivRem(samples[sample], size.Columns);
            double sum = 0;
            for (int inner = 0; inner < size.Inner; inner++)
            {
                sum += (double)A[row * size.RowStrideA + inner * size.InnerStrideA] * B[inner * size.InnerStrideB + column * size.ColumnStrideB];
            }

            product[sample] = sum;
            fused[sample] = Math.Max(0, sum + _bias.Values[column]);
        }

        return (product, fused);
    }

    private (double[] Product, double[] Fused) Expect()
    {
        using ReferenceBackend reference = new();
        DeviceBuffer a = Upload(reference, _a), b = Upload(reference, _b), bias = Upload(reference, _bias);
        DeviceBuffer c = reference.Allocate(Shape.Rows * Shape.Columns, ElementType.Float64);
        double[] product = new double[c.Length], fused = new double[c.Length];
        reference.MatMul(Shape.Size, a, b, null, default(Identity), c);
        reference.Download(c, MemoryMarshal.AsBytes(product.AsSpan()));
        reference.MatMul(Shape.Size, a, b, bias, default(Relu.Formula), c);
        reference.Download(c, MemoryMarshal.AsBytes(fused.AsSpan()));
        return (product, fused);
    }

    private static DeviceBuffer Upload(ReferenceBackend backend, NativeFloats numbers)
    {
        double[] values = [.. numbers.Values.ToArray().Select(value => (double)value)];
        DeviceBuffer buffer = backend.Allocate(values.Length, ElementType.Float64);
        backend.Upload(MemoryMarshal.AsBytes(values.AsSpan()), buffer);
        return buffer;
    }
}
