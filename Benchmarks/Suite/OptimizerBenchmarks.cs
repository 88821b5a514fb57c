using BenchmarkDotNet.Attributes;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Suite;

/// <summary>Adam over all parameters of s4's discriminator, and over ten times as many.</summary>
[MemoryDiagnoser]
[WorkColumns]
public class OptimizerBenchmarks : IMeasuredWork
{
    private AdamUpdate _adam = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(AdamUpdate.DefaultCount, 10 * AdamUpdate.DefaultCount)]
    public int Parameters { get; set; }

    int IMeasuredWork.ThreadsOf(string method) => Threads;

    Work IMeasuredWork.WorkOf(string method) => AdamUpdate.WorkOf(Parameters);

    [GlobalSetup]
    public void Setup()
    {
        _adam = new AdamUpdate(new CpuBackend(Threads), Parameters, Threads);
        Checked.Contender(_adam);
    }

    [Benchmark(Baseline = true)]
    public void Adam() => _adam.Run(1);

    [GlobalCleanup]
    public void Cleanup() => _adam.Dispose();
}
