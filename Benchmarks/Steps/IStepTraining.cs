using NativeGan.Training.Loop;

namespace NativeGan.Benchmarks.Steps;

/// <summary>Training whose steps can be run one by one.</summary>
internal interface IStepTraining : IDisposable
{
    /// <summary>The training step.</summary>
    GanStep Step { get; }

    /// <summary>Runs steps operation by operation.</summary>
    void RunEagerly(int steps);
}
