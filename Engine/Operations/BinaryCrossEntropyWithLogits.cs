using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Binary cross entropy of logits, y = max(x, 0) − x·t + ln(1 + e^−|x|), element by element.</summary>
/// <remarks>
/// Shapes: x [*] (logits), t [*] → y [*]; take the mean for a loss.
/// Gradient: ∂L/∂x = ∂L/∂y · (σ(x) − t); ∂L/∂t = −∂L/∂y · x.
/// At the edges: finite for every finite logit. Where σ(x) rounds to 0 or 1, the gradient is still right.
/// Source: Goodfellow et al., "Generative Adversarial Nets", NIPS 2014, equation 1, with p = σ(x), rearranged.
/// </remarks>
public sealed class BinaryCrossEntropyWithLogits : BinaryOperation<BinaryCrossEntropyWithLogits.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input == 0
        ? Apply(new BinaryCrossEntropyWithLogitsGradient(), outputGradient, Inputs[0], Inputs[1])
        : (outputGradient * Inputs[0]).Negate();

    /// <summary>y as a function of x and t.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x, float t) => (x > 0f ? x : 0f) - x * t + VectorMath.LogP1(MathF.Exp(-MathF.Abs(x)));

        /// <inheritdoc/>
        public double Invoke(double x, double t) => (x > 0 ? x : 0) - x * t + VectorMath.LogP1(Math.Exp(-Math.Abs(x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, Vector512<float> t) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, Vector512<float>.Zero)
            - x * t + VectorMath.LogP1(VectorMath.Exp(-Vector512.Abs(x)));
    }
}

/// <summary>The gradient of <see cref="BinaryCrossEntropyWithLogits"/> with respect to the logit: dy·(σ(x) − t), in one pass.</summary>
/// <remarks>
/// Shapes: dy [*], x [*], t [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y · (σ(x) − t); ∂L/∂x = ∂L/∂y · dy · σ(x)(1 − σ(x)); ∂L/∂t = −∂L/∂y · dy.
/// </remarks>
public sealed class BinaryCrossEntropyWithLogitsGradient : TernaryOperation<BinaryCrossEntropyWithLogitsGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Tensor dy = Inputs[0], x = Inputs[1], t = Inputs[2];
        return input switch
        {
            0 => outputGradient * (x.Sigmoid() - t),
            1 => Apply(new SigmoidGradient(), outputGradient * dy, x.Sigmoid()),
            _ => (outputGradient * dy).Negate(),
        };
    }

    /// <summary>∂L/∂x as a function of ∂L/∂y, x and t.</summary>
    public readonly struct Formula : ITernaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x, float t) => dy * (1f / (1f + MathF.Exp(-x)) - t);

        /// <inheritdoc/>
        public double Invoke(double dy, double x, double t) => dy * (1 / (1 + Math.Exp(-x)) - t);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x, Vector512<float> t) =>
            dy * (VectorMath.Sigmoid(x) - t);
    }
}

/// <content>The method that applies <see cref="Operations.BinaryCrossEntropyWithLogits"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.BinaryCrossEntropyWithLogits"/>
    public static Tensor BinaryCrossEntropyWithLogits(this Tensor logit, Tensor target) =>
        ApplyBroadcast(new BinaryCrossEntropyWithLogits(), logit, target);
}
