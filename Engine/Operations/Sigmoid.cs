using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Logistic function, y = σ(x) = 1/(1 + e⁻ˣ).</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · y(1 − y).
/// At the edges: 0 at −∞, 1 at ∞; in single precision exactly 1 from 16.7 on, where the gradient, which follows from y, is 0.
/// Source: Rumelhart, Hinton &amp; Williams, "Learning representations by back-propagating errors", Nature 323 (1986), equations
/// 2 and 5.
/// </remarks>
public sealed class Sigmoid : UnaryOperation<Sigmoid.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new SigmoidGradient(), outputGradient, Output);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IActivation
    {
        /// <inheritdoc/>
        public float Invoke(float x) => 1f / (1f + MathF.Exp(-x));

        /// <inheritdoc/>
        public double Invoke(double x) => 1 / (1 + Math.Exp(-x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Sigmoid(x);

        /// <inheritdoc/>
        public Tensor Apply(Tensor x) => x.Sigmoid();

        /// <inheritdoc/>
        public Tensor InputGradient(Tensor outputGradient, Tensor output) =>
            Operation.Apply(new SigmoidGradient(), outputGradient, output);
    }
}

/// <summary>The gradient of <see cref="Sigmoid"/>, from its output (called x here): dy·y(1 − y), in one pass.</summary>
/// <remarks>
/// Shapes: dy [*], y [*] → [*].
/// Gradient: of the result g: ∂L/∂dy = ∂L/∂g · y(1 − y); ∂L/∂y = ∂L/∂g · dy(1 − 2y).
/// </remarks>
public sealed class SigmoidGradient : BinaryOperation<SigmoidGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0
            ? Operation.Apply(new SigmoidGradient(), outputGradient, Inputs[1])
            : outputGradient * Inputs[0] * (Inputs[1] * -2 + 1);

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => dy * (x * (1f - x));

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => dy * (x * (1 - x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) => dy * (x * (Vector512<float>.One - x));
    }
}

/// <content>The method that applies <see cref="Operations.Sigmoid"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Sigmoid"/>
    public static Tensor Sigmoid(this Tensor x) => Operation.Apply(new Sigmoid(), x);
}
