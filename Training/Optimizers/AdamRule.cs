using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², then a step along m/√v, both corrected for their start at 0.</summary>
/// <remarks>
/// With ε after the correction (the paper's algorithm, PyTorch): p ← p − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε).
/// With ε before it ("epsilon hat", TensorFlow 1 and Keras): p ← p − η√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε).
/// The two differ where √v is not far above ε.
/// Source: Kingma &amp; Ba, ICLR 2015, algorithm 1 and the remark at the end of section 2.
/// </remarks>
/// <param name="beta1">β₁, decay of the mean.</param>
/// <param name="beta2">β₂, decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
/// <param name="isEpsilonHat">ε before the bias correction.</param>
public readonly struct AdamRule(double beta1, double beta2, double epsilon, bool isEpsilonHat) : IUpdateRule
{
    // A blittable flag: a GPU kernel's argument may not hold a bool.
    private readonly int _isEpsilonHat = isEpsilonHat ? 1 : 0;

    /// <summary>The optimisers that update by this rule, and the options that each uses beside the learning rate.</summary>
    internal static IReadOnlyList<OptimizerKind> Kinds =>
    [
        Of("adam", isEpsilonHat: false),
        Of("adam-epsilon-hat", isEpsilonHat: true),
    ];

    /// <inheritdoc/>
    public UpdateClock Advance(UpdateClock clock) =>
        new(clock.Step + 1, clock.LearningRate, clock.FirstPower * beta1, clock.SecondPower * beta2);

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock)
    {
        double correction = Math.Sqrt(1 - clock.SecondPower);
        double rate = clock.LearningRate / (1 - clock.FirstPower);
        return _isEpsilonHat != 0
            ? new UpdateScalars<double>(rate * correction, 1)
            : new UpdateScalars<double>(rate, 1 / correction);
    }

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float mean = (float)beta1 * state.First + (float)(1 - beta1) * gradient;
        float square = (float)beta2 * state.Second + (float)(1 - beta2) * gradient * gradient;
        float change = scalars.Rate * mean / (MathF.Sqrt(square) * scalars.Correction + (float)epsilon);
        return new UpdateState<float>(state.Parameter - change, mean, square);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double mean = beta1 * state.First + (1 - beta1) * gradient;
        double square = beta2 * state.Second + (1 - beta2) * gradient * gradient;
        double change = scalars.Rate * mean / (Math.Sqrt(square) * scalars.Correction + epsilon);
        return new UpdateState<double>(state.Parameter - change, mean, square);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where a pixel is always black, D's gradient fades to nothing, and its square, then the mean, become denormal. Numbers
    /// too small to move a parameter are 0 here: ε hides gradients below 1e-9·ε by nine orders of magnitude.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        gradient = VectorMath.ZeroBelow(gradient, (float)(1e-9 * epsilon));
        Vector512<float> mean = VectorMath.ZeroBelow(state.First * (float)beta1 + gradient * (float)(1 - beta1), (float)(1e-22 * epsilon));
        Vector512<float> square = VectorMath.ZeroBelow(state.Second * (float)beta2 + gradient * (float)(1 - beta2) * gradient, (float)(1e-18 * epsilon * epsilon));
        Vector512<float> change = scalars.Rate * mean / (Vector512.Sqrt(square) * scalars.Correction + Vector512.Create((float)epsilon));
        return new UpdateState<Vector512<float>>(state.Parameter - change, mean, square);
    }

    private static OptimizerKind Of(string name, bool isEpsilonHat) => new(
        name,
        [nameof(OptimizerOptions.Beta1), nameof(OptimizerOptions.Beta2), nameof(OptimizerOptions.Epsilon)],
        (parameters, options) => new ParameterUpdater<AdamRule>(
            parameters, new AdamRule(options.Beta1, options.Beta2, options.Epsilon, isEpsilonHat), options.LearningRate));
}
