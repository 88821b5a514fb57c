using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>Inverted dropout: in training each number is dropped with a probability p and the others are divided by 1 − p; in evaluation nothing happens.</summary>
/// <remarks>
/// Shapes: x [*] → y [*]. The device draws which numbers are dropped, and draws again at each replay of a captured step.
/// Source: Srivastava et al., JMLR 2014, §4, with the scaling in training instead of in evaluation (§10).
/// </remarks>
public sealed class Dropout : Module
{
    private readonly double _keepProbability;
    private readonly RandomSource _random;

    private Dropout(double keepProbability, RandomSource random) => (_keepProbability, _random) = (keepProbability, random);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>A layer that keeps each number with a probability: TensorFlow 1's second argument, so that 0.3 there drops 70 %.</summary>
    /// <param name="probability">Above 0, at most 1.</param>
    /// <param name="random">What the draws come from; stays the caller's, to be disposed of and put into checkpoints.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public static Dropout Keeping(double probability, RandomSource random) => probability is > 0 and <= 1
        ? new Dropout(probability, random)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: the probability to keep a number must be above 0 and at most 1.");

    /// <summary>A layer that drops each number with a probability: Keras' <c>rate</c> and PyTorch's <c>p</c>.</summary>
    /// <param name="probability">0 or more, below 1.</param>
    /// <param name="random">What the draws come from; stays the caller's, to be disposed of and put into checkpoints.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public static Dropout Dropping(double probability, RandomSource random) => probability is >= 0 and < 1
        ? new Dropout(1 - probability, random)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: the probability to drop a number must be at least 0 and below 1.");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Dropout(_random.Uniform(input.Shape), _keepProbability);

    /// <inheritdoc/>
    public override Tensor Evaluate(Tensor input) => input;
}
