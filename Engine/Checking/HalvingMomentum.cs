using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>Gradient descent with momentum, m ← 0.5·m + g, p ← p − rate·m: the smallest rule that uses clock and state.</summary>
/// <remarks>A power of two as the factor, so that every form rounds alike. The second state counts the updates.</remarks>
public readonly struct HalvingMomentum : IUpdateRule
{
    /// <inheritdoc/>
    public UpdateClock Advance(UpdateClock clock) =>
        new(clock.Step + 1, clock.LearningRate, clock.FirstPower * 0.5, clock.SecondPower);

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock) => new(clock.LearningRate, 1);

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float first = state.First * 0.5f + gradient;
        return new(state.Parameter - scalars.Rate * first, first, state.Second + scalars.Correction);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double first = state.First * 0.5 + gradient;
        return new(state.Parameter - scalars.Rate * first, first, state.Second + scalars.Correction);
    }

    /// <inheritdoc/>
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        Vector512<float> first = state.First * 0.5f + gradient;
        return new(state.Parameter - scalars.Rate * first, first, state.Second + scalars.Correction);
    }
}
