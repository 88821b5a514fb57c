using BenchmarkDotNet.Attributes;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Suite;

/// <summary>Matrix products of the fully connected GAN's step, and OpenBLAS' where it is installed.</summary>
[MemoryDiagnoser]
[WorkColumns]
public class MatMulBenchmarks : IMeasuredWork
{
    private MatMulOperands _operands = null!;
    private Contender _ours = null!, _fused = null!;
    private Contender? _openBlas;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params("128x784x256", "128x784x256-tb", "784x128x256-ta")]
    public string Shape { get; set; } = "128x784x256";

    int IMeasuredWork.ThreadsOf(string method) => Threads;

    Work IMeasuredWork.WorkOf(string method) => MatMulShape.ParseList(Shape)[0] is var shape ? Work.MatMul(shape.Rows, shape.Columns, shape.Inner) : default;

    [GlobalSetup]
    public void Setup()
    {
        _operands = new MatMulOperands(MatMulShape.ParseList(Shape)[0]);
        _ours = Checked.Contender(new BackendMatMul(new CpuBackend(Threads), _operands, Threads, "NativeGan cpu"));
        _fused = Checked.Contender(new BackendMatMul(new CpuBackend(Threads), _operands, Threads, "NativeGan cpu, fused", Epilogue.Fused));
        _openBlas = OpenBlas.Instance is { } library ? Checked.Contender(new LibraryMatMul(library, _operands, Threads)) : null;
    }

    [Benchmark(Baseline = true)]
    public void NativeGan() => _ours.Run(1);

    [Benchmark]
    public void NativeGanWithBiasAndRelu() => _fused.Run(1);

    /// <summary>Fails, in words, where the library is missing; BenchmarkDotNet then shows NA.</summary>
    [Benchmark]
    public void OpenBlasProduct() => (_openBlas ?? throw new InvalidOperationException(OpenBlas.Installation)).Run(1);

    [GlobalCleanup]
    public void Cleanup()
    {
        _ours.Dispose();
        _fused.Dispose();
        _openBlas?.Dispose();
        _operands.Dispose();
    }
}
