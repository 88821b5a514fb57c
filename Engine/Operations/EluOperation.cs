using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Exponential linear unit, y = x for x &gt; 0, α(eˣ − 1) otherwise.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y where x &gt; 0, else ∂L/∂y · αeˣ.
/// At the edges: y = −α at −∞; the derivative at 0 is α.
/// Source: Clevert, Unterthiner &amp; Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)",
/// ICLR 2016, §3.
/// </remarks>
public sealed class EluOperation(double alpha) : UnaryOperation<EluOperation.Formula>(new EluOperation.Formula(alpha))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new EluGradient(alpha), outputGradient, Inputs[0]);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double alpha) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x > 0f ? x : (float)alpha * VectorMath.ExpM1(x);

        /// <inheritdoc/>
        public double Invoke(double x) => x > 0 ? x : alpha * VectorMath.ExpM1(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) =>
            ConditionalSelect(GreaterThan(x, Vector512<float>.Zero), x, VectorMath.ExpM1(x) * (float)alpha);
    }
}

/// <summary>The gradient of <see cref="EluOperation"/>: dy where x &gt; 0, else dy·αeˣ.</summary>
/// <remarks>
/// Shapes: dy [*], x [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y where x &gt; 0, else ∂L/∂y · αeˣ; ∂L/∂x = 0 where x ≥ 0, else ∂L/∂y · dy · αeˣ.
/// </remarks>
public sealed class EluGradient(double alpha) : BinaryOperation<EluGradient.Formula>(new EluGradient.Formula(alpha))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0
            ? Operation.Apply(new EluGradient(alpha), outputGradient, Inputs[1])
            : (outputGradient * Operation.Apply(new EluGradient(alpha), Inputs[0], Inputs[1])).MultiplyOrZero(Inputs[1].LessThan(0));

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula(double alpha) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => x > 0f ? dy : dy * ((float)alpha * MathF.Exp(x));

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => x > 0 ? dy : dy * (alpha * Math.Exp(x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) =>
            ConditionalSelect(GreaterThan(x, Vector512<float>.Zero), dy, dy * (VectorMath.Exp(x) * (float)alpha));
    }
}

/// <content>The method that applies <see cref="EluOperation"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="EluOperation"/>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">α: minus the limit at −∞; 1 by default.</param>
    public static Tensor Elu(this Tensor x, double alpha = 1) => Operation.Apply(new EluOperation(alpha), x);
}
