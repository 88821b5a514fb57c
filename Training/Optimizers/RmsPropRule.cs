using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>RMSProp: s ← αs + (1 − α)g², p ← p − ηg/(√s + ε).</summary>
/// <remarks>Source: Tieleman &amp; Hinton, lecture 6.5 (2012), with ε where PyTorch has it; used by WGAN (Arjovsky et al. 2017).</remarks>
/// <param name="decay">α.</param>
/// <param name="epsilon">ε.</param>
public readonly struct RmsPropRule(double decay, double epsilon) : IUpdateRule
{
    /// <summary>The optimisers that update by this rule, and the options that each uses beside the learning rate.</summary>
    internal static IReadOnlyList<OptimizerKind> Kinds =>
    [
        new("rmsprop", [nameof(OptimizerOptions.Decay), nameof(OptimizerOptions.Epsilon)], (parameters, options) =>
            new ParameterUpdater<RmsPropRule>(parameters, new RmsPropRule(options.Decay, options.Epsilon), options.LearningRate)),
    ];

    /// <inheritdoc/>
    public UpdateClock Advance(UpdateClock clock) => clock with { Step = clock.Step + 1 };

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock) => new(clock.LearningRate, 0);

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float square = (float)decay * state.First + (float)(1 - decay) * gradient * gradient;
        return new UpdateState<float>(state.Parameter - scalars.Rate * gradient / (MathF.Sqrt(square) + (float)epsilon), square, state.Second);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double square = decay * state.First + (1 - decay) * gradient * gradient;
        return new UpdateState<double>(state.Parameter - scalars.Rate * gradient / (Math.Sqrt(square) + epsilon), square, state.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        gradient = VectorMath.ZeroBelow(gradient, (float)(1e-9 * epsilon)); // as in AdamRule
        Vector512<float> square = VectorMath.ZeroBelow(
            state.First * (float)decay + gradient * (float)(1 - decay) * gradient, (float)(1e-18 * epsilon * epsilon));
        Vector512<float> change = scalars.Rate * gradient / (Vector512.Sqrt(square) + Vector512.Create((float)epsilon));
        return new UpdateState<Vector512<float>>(state.Parameter - change, square, state.Second);
    }
}
