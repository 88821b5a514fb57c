using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Gans;

namespace NativeGan.Training.Loop;

/// <summary>What a phase of a step computed.</summary>
/// <param name="Kind">Whose phase.</param>
/// <param name="Number">Which of the step's phases of that kind, from 1.</param>
/// <param name="Tape">What was recorded; valid only during the listener's calls. D's last phase and G's phase share one tape.</param>
/// <param name="OperationCount">Length of the tape when the loss was computed; G's includes the operations of D's last phase.</param>
/// <param name="Batch">Real samples, noise and labels.</param>
/// <param name="Fake">Generated samples, [batch, sample size].</param>
/// <param name="Loss">What the phase makes smaller, a scalar, penalties included.</param>
/// <param name="Gradients">Gradients of the loss with respect to the parameters that the phase trains, and to all on the way to them.</param>
public sealed record StepPhase(
    StepPhaseKind Kind, int Number, GradientTape Tape, int OperationCount, GanBatch Batch, Tensor Fake, Tensor Loss, Gradients Gradients);
