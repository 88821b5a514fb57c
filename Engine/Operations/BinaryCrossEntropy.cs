using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Binary cross entropy of probabilities, y = −t·ln p − (1 − t)·ln(1 − p), element by element.</summary>
/// <remarks>
/// Shapes: p [*] in [0, 1], t [*] → y [*]; take the mean for a loss.
/// Gradient: ∂L/∂p = ∂L/∂y · (p − t)/max(p(1 − p), 1e-12); ∂L/∂t = ∂L/∂y · (ln(1 − p) − ln p).
/// At the edges: both logarithms are clamped at −100, so the loss stays finite at p = 0 and p = 1. From logits,
/// <see cref="BinaryCrossEntropyWithLogits"/> loses nothing.
/// Source: Goodfellow et al., "Generative Adversarial Nets", NIPS 2014, equation 1; the clamp is PyTorch's convention.
/// </remarks>
public sealed class BinaryCrossEntropy : BinaryOperation<BinaryCrossEntropy.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input == 0
        ? Apply(new BinaryCrossEntropyGradient(), outputGradient, Inputs[0], Inputs[1])
        : outputGradient * ((Inputs[0].Negate() + 1).Log().Clamp(-100, 0) - Inputs[0].Log().Clamp(-100, 0));

    /// <summary>y as a function of p and t.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float p, float t)
        {
            float logP = MathF.Log(p), logQ = VectorMath.LogP1(-p);
            logP = logP < -100f ? -100f : logP;
            logQ = logQ < -100f ? -100f : logQ;
            return -(t * logP + (1f - t) * logQ);
        }

        /// <inheritdoc/>
        public double Invoke(double p, double t)
        {
            double logP = Math.Log(p), logQ = VectorMath.LogP1(-p);
            logP = logP < -100 ? -100 : logP;
            logQ = logQ < -100 ? -100 : logQ;
            return -(t * logP + (1 - t) * logQ);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> p, Vector512<float> t)
        {
            Vector512<float> clamp = Vector512.Create(-100f);
            Vector512<float> logP = VectorMath.Log(p), logQ = VectorMath.LogP1(-p);
            logP = Vector512.ConditionalSelect(Vector512.LessThan(logP, clamp), clamp, logP);
            logQ = Vector512.ConditionalSelect(Vector512.LessThan(logQ, clamp), clamp, logQ);
            return -(t * logP + (Vector512<float>.One - t) * logQ);
        }
    }
}

/// <summary>The gradient of <see cref="BinaryCrossEntropy"/> with respect to the probability: dy·(p − t)/max(p(1 − p), 1e-12).</summary>
/// <remarks>
/// Shapes: dy [*], p [*], t [*] → y [*].
/// Gradient: for each of the three inputs, by elementary operations.
/// </remarks>
public sealed class BinaryCrossEntropyGradient : TernaryOperation<BinaryCrossEntropyGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Tensor dy = Inputs[0], p = Inputs[1], t = Inputs[2];
        Tensor variance = (p * (p.Negate() + 1)).Clamp(1e-12, 1);
        return input switch
        {
            0 => outputGradient * (p - t) / variance,
            1 => outputGradient * dy * (variance - (p - t) * (p * -2 + 1)) / variance.Square(),
            _ => (outputGradient * dy / variance).Negate(),
        };
    }

    /// <summary>∂L/∂p as a function of ∂L/∂y, p and t.</summary>
    public readonly struct Formula : ITernaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float p, float t)
        {
            float variance = p * (1f - p);
            return dy * (p - t) / (variance < 1e-12f ? 1e-12f : variance);
        }

        /// <inheritdoc/>
        public double Invoke(double dy, double p, double t)
        {
            double variance = p * (1 - p);
            return dy * (p - t) / (variance < 1e-12 ? 1e-12 : variance);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> p, Vector512<float> t)
        {
            Vector512<float> variance = p * (Vector512<float>.One - p), least = Vector512.Create(1e-12f);
            return dy * (p - t) / Vector512.ConditionalSelect(Vector512.LessThan(variance, least), least, variance);
        }
    }
}

/// <content>The method that applies <see cref="Operations.BinaryCrossEntropy"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.BinaryCrossEntropy"/>
    public static Tensor BinaryCrossEntropy(this Tensor probability, Tensor target) =>
        ApplyBroadcast(new BinaryCrossEntropy(), probability, target);
}
