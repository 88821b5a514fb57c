namespace NativeGan.Training.Loop;

/// <summary>Hears of the phases of a training step while they happen, with the tape of the phase still standing.</summary>
/// <remarks>
/// A step is D's phase, k times, then G's phase. In each phase: it begins, its gradients are known, its parameters are updated.
/// With simultaneous updates both phases begin before the gradients of either are known.
/// A listener must change nothing. A captured step calls it while it is recorded; replays do not call it.
/// During that recording a listener cannot read a tensor's numbers: a download then throws.
/// </remarks>
public interface IStepListener
{
    /// <summary>A phase begins: nothing of it is computed yet.</summary>
    /// <param name="kind">Whose phase.</param>
    /// <param name="number">Which of the step's phases of that kind, from 1.</param>
    void OnPhaseBegins(StepPhaseKind kind, int number)
    {
    }

    /// <summary>The loss of a phase and its gradients are known; the phase has not updated its parameters yet.</summary>
    void OnGradients(StepPhase phase)
    {
    }

    /// <summary>The parameters of a phase are updated, and clipped where the run clips them.</summary>
    void OnUpdated(StepPhase phase)
    {
    }
}
