using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>Gradient descent with momentum: b ← μb + g, p ← p − ηb, or p ← p − η(g + μb) after Nesterov. μ = 0 is plain descent.</summary>
/// <remarks>Source: Sutskever et al., ICML 2013, with the learning rate outside the buffer as PyTorch has it.</remarks>
/// <param name="momentum">μ.</param>
/// <param name="isNesterov">Look ahead along the buffer.</param>
public readonly struct MomentumRule(double momentum, bool isNesterov) : IUpdateRule
{
    // How much of the buffer and of the gradient goes into the step: (1, 0), or (μ, 1) after Nesterov.
    private readonly double _bufferShare = isNesterov ? momentum : 1;
    private readonly double _gradientShare = isNesterov ? 1 : 0;

    /// <summary>The optimisers that update by this rule, and the options that each uses beside the learning rate.</summary>
    internal static IReadOnlyList<OptimizerKind> Kinds =>
    [
        new("sgd", [], (parameters, options) =>
            new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(0, isNesterov: false), options.LearningRate)),
        new("momentum", [nameof(OptimizerOptions.Momentum)], (parameters, options) =>
            new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(options.Momentum, isNesterov: false), options.LearningRate)),
        new("nesterov", [nameof(OptimizerOptions.Momentum)], (parameters, options) =>
            new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(options.Momentum, isNesterov: true), options.LearningRate)),
    ];

    /// <inheritdoc/>
    public UpdateClock Advance(UpdateClock clock) => clock with { Step = clock.Step + 1 };

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock) => new(clock.LearningRate, 0);

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float buffer = (float)momentum * state.First + gradient;
        float change = scalars.Rate * ((float)_bufferShare * buffer + (float)_gradientShare * gradient);
        return new UpdateState<float>(state.Parameter - change, buffer, state.Second);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double buffer = momentum * state.First + gradient;
        double change = scalars.Rate * (_bufferShare * buffer + _gradientShare * gradient);
        return new UpdateState<double>(state.Parameter - change, buffer, state.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        Vector512<float> buffer = VectorMath.ZeroBelow(state.First * (float)momentum + gradient, VectorMath.Negligible);
        Vector512<float> change = scalars.Rate * (buffer * (float)_bufferShare + gradient * (float)_gradientShare);
        return new UpdateState<Vector512<float>>(state.Parameter - change, buffer, state.Second);
    }
}
