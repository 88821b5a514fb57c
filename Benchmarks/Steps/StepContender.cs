using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Steps;

/// <summary>Our training step on one backend, captured and replayed or eager.</summary>
/// <remarks>
/// Checked against the same step run eagerly on the same kind of device, on one thread where that is the processor: the weights
/// must agree bit for bit.
/// </remarks>
internal sealed class StepContender : Contender
{
    private const int CheckedSteps = 4;

    private readonly StepModel _model;
    private readonly bool _isCaptured;
    private readonly Func<IBackend> _openReference;
    private readonly StepTraining _training;

    /// <summary>The captured step on the processor.</summary>
    public StepContender(StepModel model, string group, int threads)
        : this(model, group, "NativeGan cpu", threads, new CpuBackend(threads), () => new CpuBackend(1), isCaptured: true)
    {
    }

    /// <summary>The step on any backend, which is disposed of with it.</summary>
    public StepContender(StepModel model, string group, string name, int threads, IBackend backend, Func<IBackend> openReference, bool isCaptured)
        : base(group, name, threads, new Work(model.FloatingPointOperations, 0))
    {
        (_model, _isCaptured, _openReference) = (model, isCaptured, openReference);
        _training = new StepTraining(model, backend);
    }

    /// <inheritdoc/>
    public override string? Check()
    {
        using StepTraining eager = new(_model, _openReference());
        float[] initial = eager.Weights();
        eager.RunEagerly(CheckedSteps);
        Run(CheckedSteps);
        float[] expected = eager.Weights(), found = _training.Weights();
        if (expected.Any(weight => !float.IsFinite(weight)) || expected.AsSpan().SequenceEqual(initial))
        {
            return "the weights are not finite, or did not move.";
        }

        int difference = found.AsSpan().CommonPrefixLength(expected);
        return difference == found.Length ? null : Figures.Format(
            $"weight {difference} is {found[difference]:R} after {CheckedSteps} {(_isCaptured ? "captured" : "eager")} steps, {expected[difference]:R} after eager ones{(Threads > 0 ? " on one thread" : "")}.");
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        if (_isCaptured)
        {
            _training.RunCaptured(calls);
        }
        else
        {
            _training.RunEagerly(calls);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _training.Dispose();
        base.Dispose();
    }
}
