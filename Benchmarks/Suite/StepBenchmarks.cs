using BenchmarkDotNet.Attributes;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Steps;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Suite;

/// <summary>Whole training steps: replayed as captured, and eagerly, operation by operation.</summary>
[MemoryDiagnoser]
[WorkColumns]
public class StepBenchmarks : IMeasuredWork
{
    private StepContender _captured = null!;
    private StepTraining _eager = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params("s4", "s1-size")]
    public string Model { get; set; } = "s4";

    int IMeasuredWork.ThreadsOf(string method) => Threads;

    Work IMeasuredWork.WorkOf(string method) => new(StepModel.Find(Model).FloatingPointOperations, 0);

    [GlobalSetup]
    public void Setup()
    {
        StepModel model = StepModel.Find(Model);
        _captured = new StepContender(model, Model, Threads);
        Checked.Contender(_captured);
        _eager = new StepTraining(model, new CpuBackend(Threads));
    }

    [Benchmark(Baseline = true)]
    public void Captured() => _captured.Run(1);

    [Benchmark]
    public void Eager() => _eager.RunEagerly(1);

    [GlobalCleanup]
    public void Cleanup()
    {
        _captured.Dispose();
        _eager.Dispose();
    }
}
