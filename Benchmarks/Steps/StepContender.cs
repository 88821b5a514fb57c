using NativeGan.Benchmarks.Harness;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Steps;

/// <summary>Our captured training step on the processor.</summary>
/// <remarks>Checked against the same step run eagerly on one thread: the weights must agree bit for bit.</remarks>
internal sealed class StepContender(StepModel model, string group, int threads)
    : Contender(group, "NativeGan cpu", threads, new Work(model.FloatingPointOperations, 0))
{
    private const int CheckedSteps = 4;

    private readonly StepTraining _training = new(model, new CpuBackend(threads));

    /// <inheritdoc/>
    public override string? Check()
    {
        using StepTraining eager = new(model, new CpuBackend(1));
        float[] initial = eager.Weights();
        eager.RunEagerly(CheckedSteps);
        _training.RunCaptured(CheckedSteps);
        float[] expected = eager.Weights(), found = _training.Weights();
        if (expected.Any(weight => !float.IsFinite(weight)) || expected.AsSpan().SequenceEqual(initial))
        {
            return "the weights are not finite, or did not move.";
        }

        int difference = found.AsSpan().CommonPrefixLength(expected);
        return difference == found.Length ? null : Reports.Figures.Format(
            $"weight {difference} is {found[difference]:R} after {CheckedSteps} captured steps, {expected[difference]:R} after eager ones on one thread.");
    }

    /// <inheritdoc/>
    public override void Run(int calls) => _training.RunCaptured(calls);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _training.Dispose();
        base.Dispose();
    }
}
