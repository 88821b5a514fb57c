using BenchmarkDotNet.Attributes;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Kernels.Cpu;
using NativeGan.Models;

namespace NativeGan.Benchmarks.Suite;

/// <summary>Functions of 128 x 784 numbers, on one thread: ours, .NET's TensorPrimitives, and a loop over MathF.</summary>
[MemoryDiagnoser]
[WorkColumns]
public class ElementwiseBenchmarks : IMeasuredWork
{
    private const int Count = 128 * MnistImages.Pixels;

    private Contender _ours = null!, _library = null!, _loop = null!;

    [Params("exp", "log", "sigmoid", "tanh")]
    public string Function { get; set; } = "exp";

    int IMeasuredWork.ThreadsOf(string method) => 1;

    Work IMeasuredWork.WorkOf(string method) => Chosen() is var function ? new Work((double)function.OperationsPerElement * Count, 8.0 * Count) : default;

    [GlobalSetup]
    public void Setup()
    {
        ElementwiseOperands operands = new(Chosen(), Count);
        _ours = Checked.Contender(operands.OnBackend(new CpuBackend(1), 1));
        _library = Checked.Contender(operands.InLibrary()!);
        _loop = Checked.Contender(operands.InALoop());
    }

    [Benchmark(Baseline = true)]
    public void NativeGan() => _ours.Run(1);

    [Benchmark]
    public void TensorPrimitives() => _library.Run(1);

    [Benchmark]
    public void MathFLoop() => _loop.Run(1);

    [GlobalCleanup]
    public void Cleanup() => _ours.Dispose();

    private ElementwiseFunction Chosen() => ElementwiseFunction.All.Single(function => function.Name == Function);
}
