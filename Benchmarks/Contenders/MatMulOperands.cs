using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>The numbers that all contenders of one matrix product share, and the results they are checked against.</summary>
internal sealed unsafe class MatMulOperands : IDisposable
{
    private readonly NativeFloats _a, _b, _bias, _c;
    private readonly double[] _product, _fused;

    /// <summary>Draws operands on [−1, 1) and computes their product in double precision.</summary>
    public MatMulOperands(MatMulShape shape)
    {
        Shape = shape;
        _a = Draw(shape.Rows * shape.Inner, 0);
        _b = Draw(shape.Inner * shape.Columns, 1);
        _bias = Draw(shape.Columns, 2);
        _c = new NativeFloats(shape.Rows * shape.Columns);
        (_product, _fused) = Expect();
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
    public string? Compare(ReadOnlySpan<float> found, bool isFused) =>
        Agreement.Compare(found, isFused ? _fused : _product, 1e-5, 3e-6 * Math.Max(Shape.Inner, 10)); // float32, terms of size 1

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
        Span<float> values = numbers.Values;
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)draw.NumberAt(0, i);
        }

        return numbers;
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
