using BenchmarkDotNet.Attributes;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Kernels.Cpu;
using NativeGan.Models;

namespace NativeGan.Benchmarks.Suite;

/// <summary>The losses: binary cross entropy of logits as one formula, and as a loop over MathF.</summary>
[MemoryDiagnoser]
[WorkColumns]
public class LossBenchmarks : IMeasuredWork
{
    private static readonly ElementwiseFunction _function = ElementwiseFunction.All.Single(function => function.Name == "BCE with logits");

    private Contender _ours = null!, _loop = null!;

    [Params(128, 4096, 128 * MnistImages.Pixels)]
    public int Logits { get; set; }

    int IMeasuredWork.ThreadsOf(string method) => 1;

    Work IMeasuredWork.WorkOf(string method) => new((double)_function.OperationsPerElement * Logits, 12.0 * Logits);

    [GlobalSetup]
    public void Setup()
    {
        ElementwiseOperands operands = new(_function, Logits);
        _ours = Checked.Contender(operands.OnBackend(new CpuBackend(1), 1));
        _loop = Checked.Contender(operands.InALoop());
    }

    [Benchmark(Baseline = true)]
    public void NativeGan() => _ours.Run(1);

    [Benchmark]
    public void MathFLoop() => _loop.Run(1);

    [GlobalCleanup]
    public void Cleanup() => _ours.Dispose();
}
