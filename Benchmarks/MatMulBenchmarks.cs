using BenchmarkDotNet.Attributes;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks;

/// <summary>Matrix products of the fully connected GAN's shapes, checked against the reference backend before they are timed.</summary>
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    private CpuBackend _backend = null!;
    private MatMulSize _size;
    private DeviceBuffer _a = null!, _b = null!, _c = null!;

    /// <summary>Threads of the cpu backend.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Which product of a training step.</summary>
    [Params("128x100x256", "128x256x784", "128x784x256", "784x128x256 transposed a", "128x784x256 transposed b")]
    public string Product { get; set; } = "";

    /// <summary>Fills the operands and checks the product.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] extents = [.. Product.Split(' ')[0].Split('x').Select(int.Parse)];
        _size = new MatMulSize(extents[0], extents[2], extents[1], Product.EndsWith("transposed a", StringComparison.Ordinal), Product.EndsWith("transposed b", StringComparison.Ordinal));
        _backend = new CpuBackend(Threads);
        (_a, _b, _c) = Allocate(_backend);
        _backend.MatMul(_size, _a, _b, null, default(Identity), _c);
        using ReferenceBackend reference = new();
        (DeviceBuffer a, DeviceBuffer b, DeviceBuffer c) = Allocate(reference);
        reference.MatMul(_size, a, b, null, default(Identity), c);
        float[] found = new float[_c.Length];
        double[] expected = new double[_c.Length];
        _backend.Download(_c, System.Runtime.InteropServices.MemoryMarshal.AsBytes(found.AsSpan()));
        reference.Download(c, System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected.AsSpan()));
        for (int i = 0; i < found.Length; i++)
        {
            if (Math.Abs(found[i] - expected[i]) > 1e-4) // float32 over up to 784 terms of size 1
            {
                throw new InvalidOperationException($"{Product}: element {i} is {found[i]}, {expected[i]} is expected: not timed.");
            }
        }
    }

    /// <summary>The product.</summary>
    [Benchmark]
    public void MatMul() => _backend.MatMul(_size, _a, _b, null, default(Identity), _c);

    /// <summary>Stops the threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => _backend.Dispose();

    private (DeviceBuffer A, DeviceBuffer B, DeviceBuffer C) Allocate(IBackend backend)
    {
        DeviceBuffer a = backend.Allocate(_size.Rows * _size.Inner, backend.FloatType);
        DeviceBuffer b = backend.Allocate(_size.Inner * _size.Columns, backend.FloatType);
        DeviceBuffer counter = backend.Allocate(2, ElementType.Int32);
        backend.Upload(new byte[8], counter);
        backend.Random(new RandomDraw(RandomKind.Uniform, 1, 0, 2, -1), counter, a);
        backend.Random(new RandomDraw(RandomKind.Uniform, 1, 1, 2, -1), counter, b);
        return (a, b, backend.Allocate(_size.Rows * _size.Columns, backend.FloatType));
    }
}
