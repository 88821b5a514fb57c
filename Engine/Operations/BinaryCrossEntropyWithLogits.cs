using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Binary cross entropy of logits, y = −t·ln σ(x) − (1 − t)·ln σ(−x), element by element.</summary>
/// <remarks>
/// Shapes: x [*] (logits), t [*] → y [*]; take the mean for a loss.
/// Gradient: ∂L/∂x = ∂L/∂y · ((1 − t)·σ(x) − t·σ(−x)); ∂L/∂t = −∂L/∂y · x.
/// At the edges: finite for every finite logit, and the gradient does not fade where a sigmoid would round to 0 or 1: −e⁻ˣ for t = 1 and a large x.
/// Infinite logits give 0 or ∞ where t is 0 or 1.
/// Source: Goodfellow et al., "Generative Adversarial Nets", NIPS 2014, equation 1, with p = σ(x), written as
/// max(x, 0)·(1 − t) + max(−x, 0)·t + ln(1 + e^−|x|).
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
        public float Invoke(float x, float t)
        {
            // The share of |x| that is lost; a share of 0 is 0 of an infinite logit too.
            float size = MathF.Abs(x), share = x > 0f ? 1f - t : t;
            return (share == 0f ? 0f : size * share) + VectorMath.LogP1(MathF.Exp(-size));
        }

        /// <inheritdoc/>
        public double Invoke(double x, double t)
        {
            double size = Math.Abs(x), share = x > 0 ? 1 - t : t;
            return (share == 0 ? 0 : size * share) + VectorMath.LogP1(Math.Exp(-size));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, Vector512<float> t)
        {
            Vector512<float> zero = Vector512<float>.Zero, size = Vector512.Abs(x);
            Vector512<float> share = Vector512.ConditionalSelect(Vector512.GreaterThan(x, zero), Vector512<float>.One - t, t);
            Vector512<float> line = Vector512.ConditionalSelect(Vector512.Equals(share, zero), zero, size * share);
            return line + VectorMath.LogP1(VectorMath.Exp(-size));
        }
    }
}

/// <summary>The gradient of <see cref="BinaryCrossEntropyWithLogits"/> with respect to the logit: dy·((1 − t)·σ(x) − t·σ(−x)), in one pass.</summary>
/// <remarks>
/// Shapes: dy [*], x [*], t [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y · ((1 − t)·σ(x) − t·σ(−x)); ∂L/∂x = ∂L/∂y · dy · σ(x)(1 − σ(x)); ∂L/∂t = −∂L/∂y · dy.
/// </remarks>
public sealed class BinaryCrossEntropyWithLogitsGradient : TernaryOperation<BinaryCrossEntropyWithLogitsGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Tensor dy = Inputs[0], x = Inputs[1], t = Inputs[2];
        return input switch
        {
            0 => Apply(new BinaryCrossEntropyWithLogitsGradient(), outputGradient, x, t),
            1 => outputGradient * dy * x.Sigmoid() * x.Negate().Sigmoid(),
            _ => (outputGradient * dy).Negate(),
        };
    }

    /// <summary>∂L/∂x as a function of ∂L/∂y, x and t.</summary>
    public readonly struct Formula : ITernaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x, float t)
        {
            float e = MathF.Exp(-MathF.Abs(x));
            float above = 1f - t - t * e, below = (1f - t) * e - t;
            return dy * ((x > 0f ? above : below) / (1f + e));
        }

        /// <inheritdoc/>
        public double Invoke(double dy, double x, double t)
        {
            double e = Math.Exp(-Math.Abs(x));
            return dy * ((x > 0 ? 1 - t - t * e : (1 - t) * e - t) / (1 + e));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x, Vector512<float> t)
        {
            // σ(|x|) = 1/(1 + e) and σ(−|x|) = e/(1 + e).
            Vector512<float> e = VectorMath.Exp(-Vector512.Abs(x)), rest = Vector512<float>.One - t;
            Vector512<float> share = Vector512.ConditionalSelect(
                Vector512.GreaterThan(x, Vector512<float>.Zero), rest - t * e, rest * e - t);
            return dy * (share / (Vector512<float>.One + e));
        }
    }
}

/// <content>The method that applies <see cref="Operations.BinaryCrossEntropyWithLogits"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.BinaryCrossEntropyWithLogits"/>
    public static Tensor BinaryCrossEntropyWithLogits(this Tensor logit, Tensor target) =>
        ApplyBroadcast(new BinaryCrossEntropyWithLogits(), logit, target);
}
