using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>Momentum whose learning rate falls and whose μ moves from update to update: b ← μₜb + ηₜg, p ← p − b.</summary>
/// <remarks>
/// For the update t = 1, 2, ...: ηₜ = max(η₁/dᵗ⁻¹, η_min), and μₜ goes in a straight line from its first to its last value while t goes
/// from 1 to 1 + ramp. The learning rate is inside the buffer, unlike in <see cref="MomentumRule"/>: a step once taken goes on at the rate
/// it was taken with. With d = 1 and ramp = 0 the two are the same but for rounding.
/// Source: pylearn2's <c>Momentum</c>, <c>ExponentialDecay</c> and <c>MomentumAdjustor</c>, which Goodfellow et al. 2014 trained with.
/// </remarks>
/// <param name="momentum">μ of the first update.</param>
/// <param name="finalMomentum">μ after the ramp.</param>
/// <param name="momentumRamp">Updates from the one to the other; 0 to stay at the first.</param>
/// <param name="learningRateDecay">d, what the learning rate is divided by after each update, at least 1.</param>
/// <param name="minimumLearningRate">η_min.</param>
public readonly struct ScheduledMomentumRule(
    double momentum, double finalMomentum, long momentumRamp, double learningRateDecay, double minimumLearningRate) : IUpdateRule
{
    private readonly double _rampShare = momentumRamp > 0 ? 1.0 / momentumRamp : 0;

    /// <summary>The optimisers that update by this rule, and the options that each uses beside the learning rate.</summary>
    internal static IReadOnlyList<OptimizerKind> Kinds =>
    [
        new("momentum-scheduled",
            [
                nameof(OptimizerOptions.Momentum), nameof(OptimizerOptions.FinalMomentum), nameof(OptimizerOptions.MomentumRamp),
                nameof(OptimizerOptions.LearningRateDecay), nameof(OptimizerOptions.MinimumLearningRate),
            ],
            (parameters, options) => new ParameterUpdater<ScheduledMomentumRule>(
                parameters,
                new ScheduledMomentumRule(
                    options.Momentum, options.FinalMomentum, options.MomentumRamp, options.LearningRateDecay, options.MinimumLearningRate),
                options.LearningRate)),
    ];

    /// <inheritdoc/>
    /// <remarks>The clock's learning rate stays η₁; its first power is dᵗ, which may become infinite: the rate is η_min by then.</remarks>
    public UpdateClock Advance(UpdateClock clock) => clock with { Step = clock.Step + 1, FirstPower = clock.FirstPower * learningRateDecay };

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock)
    {
        double decayed = clock.LearningRate * (learningRateDecay / clock.FirstPower);
        double rate = decayed > minimumLearningRate ? decayed : minimumLearningRate;
        double ramped = (clock.Step - 1) * _rampShare;
        double share = ramped < 1 ? ramped : 1;
        return new UpdateScalars<double>(rate, momentum + (finalMomentum - momentum) * share);
    }

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float buffer = scalars.Correction * state.First + scalars.Rate * gradient;
        return new UpdateState<float>(state.Parameter - buffer, buffer, state.Second);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double buffer = scalars.Correction * state.First + scalars.Rate * gradient;
        return new UpdateState<double>(state.Parameter - buffer, buffer, state.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        Vector512<float> buffer = VectorMath.ZeroBelow(scalars.Correction * state.First + scalars.Rate * gradient, VectorMath.Negligible);
        return new UpdateState<Vector512<float>>(state.Parameter - buffer, buffer, state.Second);
    }
}
