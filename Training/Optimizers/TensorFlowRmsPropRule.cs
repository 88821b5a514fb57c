using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>RMSProp as TensorFlow 1 has it: s starts at 1, ε is under the root, and the step may carry momentum.</summary>
/// <remarks>s ← αs + (1 − α)g², b ← μb + ηg/√(s + ε), p ← p − b. Source: <c>tf.train.RMSPropOptimizer</c>.</remarks>
/// <param name="decay">α.</param>
/// <param name="momentum">μ.</param>
/// <param name="epsilon">ε.</param>
public readonly struct TensorFlowRmsPropRule(double decay, double momentum, double epsilon) : IUpdateRule
{
    /// <summary>What s starts from.</summary>
    public const double InitialFirst = 1;

    /// <summary>The optimisers that update by this rule, and the options that each uses beside the learning rate.</summary>
    internal static IReadOnlyList<OptimizerKind> Kinds =>
    [
        new("rmsprop-tensorflow",
            [nameof(OptimizerOptions.Decay), nameof(OptimizerOptions.Momentum), nameof(OptimizerOptions.Epsilon)],
            (parameters, options) => new ParameterUpdater<TensorFlowRmsPropRule>(
                parameters, new TensorFlowRmsPropRule(options.Decay, options.Momentum, options.Epsilon), options.LearningRate, InitialFirst)),
    ];

    /// <inheritdoc/>
    public UpdateClock Advance(UpdateClock clock) => clock with { Step = clock.Step + 1 };

    /// <inheritdoc/>
    public UpdateScalars<double> Prepare(UpdateClock clock) => new(clock.LearningRate, 0);

    /// <inheritdoc/>
    public UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars)
    {
        float square = (float)decay * state.First + (float)(1 - decay) * gradient * gradient;
        float change = (float)momentum * state.Second + scalars.Rate * gradient / MathF.Sqrt(square + (float)epsilon);
        return new UpdateState<float>(state.Parameter - change, square, change);
    }

    /// <inheritdoc/>
    public UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars)
    {
        double square = decay * state.First + (1 - decay) * gradient * gradient;
        double change = momentum * state.Second + scalars.Rate * gradient / Math.Sqrt(square + epsilon);
        return new UpdateState<double>(state.Parameter - change, square, change);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars)
    {
        gradient = VectorMath.ZeroBelow(gradient, (float)(1e-9 * Math.Sqrt(epsilon))); // as in AdamRule
        Vector512<float> square = VectorMath.ZeroBelow(
            state.First * (float)decay + gradient * (float)(1 - decay) * gradient, (float)(1e-18 * epsilon));
        Vector512<float> change = VectorMath.ZeroBelow(
            state.Second * (float)momentum + scalars.Rate * gradient / Vector512.Sqrt(square + Vector512.Create((float)epsilon)),
            VectorMath.Negligible);
        return new UpdateState<Vector512<float>>(state.Parameter - change, square, change);
    }
}
