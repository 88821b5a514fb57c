using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Hyperbolic tangent, y = tanh x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · (1 − y)(1 + y), which loses nothing that y has not lost.
/// At the edges: ±1 at ±∞; in single precision exactly ±1 from |x| = 9.1 on, where the gradient is 0.
/// Source: as an activation, LeCun et al., "Efficient BackProp" (1998), §4.4.
/// </remarks>
public sealed class Tanh : UnaryOperation<Tanh.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new TanhGradient(), outputGradient, Output);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IActivation
    {
        /// <inheritdoc/>
        public float Invoke(float x) => Float(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Tanh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Tanh(x);

        // (1 − e⁻²ˣ)/(1 + e⁻²ˣ) for |x|, which cannot overflow: a GPU's own tanh is good to 2⁻¹¹ only. Bounds on x would
        // need comparisons, and those that jump send NaN the wrong way on OpenCL; the one left here cannot lose it.
        private static float Float(float x)
        {
            float t = VectorMath.ExpM1(-2f * MathF.Abs(x));
            float y = -t / (t + 2f);
            return x < 0f ? -y : y;
        }

        /// <inheritdoc/>
        public Tensor Apply(Tensor x) => x.Tanh();

        /// <inheritdoc/>
        public Tensor InputGradient(Tensor outputGradient, Tensor output) =>
            Operation.Apply(new TanhGradient(), outputGradient, output);
    }
}

/// <summary>The gradient of <see cref="Tanh"/>, from its output (called x here): dy·(1 − y)(1 + y), in one pass.</summary>
/// <remarks>
/// Shapes: dy [*], y [*] → [*].
/// Gradient: of the result g: ∂L/∂dy = ∂L/∂g · (1 − y²); ∂L/∂y = −2 ∂L/∂g · dy · y.
/// </remarks>
public sealed class TanhGradient : BinaryOperation<TanhGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0
            ? Operation.Apply(new TanhGradient(), outputGradient, Inputs[1])
            : outputGradient * Inputs[0] * (Inputs[1] * -2);

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => dy * ((1f - x) * (1f + x));

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => dy * ((1 - x) * (1 + x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) => dy * ((Vector512<float>.One - x) * (Vector512<float>.One + x));
    }
}

/// <content>The method that applies <see cref="Operations.Tanh"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Tanh"/>
    public static Tensor Tanh(this Tensor x) => Operation.Apply(new Tanh(), x);
}
