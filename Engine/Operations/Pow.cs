using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Power, y = aᵇ.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y · b·aᵇ⁻¹; ∂L/∂b = ∂L/∂y · y·ln a.
/// At the edges: real only where a ≥ 0; use PowScalar for negative bases and whole exponents. 0⁰ = 1. The derivatives at a = 0 are limits
/// from above: ∂y/∂a = 0 for b = 0 and b &gt; 1, 1 for b = 1, ∞ for 0 &lt; b &lt; 1; ∂y/∂b = 0 for b &gt; 0, −∞ for b = 0.
/// </remarks>
public sealed class Pow : BinaryOperation<Pow.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.MultiplyOrZero(input == 0
            ? Inputs[1].MultiplyOrZero(Inputs[0].Pow(Inputs[1] - 1))
            : Apply(new PowLog(), Inputs[0], Inputs[1]));

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => MathF.Pow(a, b);

        /// <inheritdoc/>
        public double Invoke(double a, double b) => Math.Pow(a, b);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => VectorMath.Pow(a, b);
    }
}

/// <summary>The slope of <see cref="Pow"/> along its exponent, y = aᵇ·ln a, and 0 where aᵇ is 0.</summary>
public sealed class PowLog : BinaryOperation<PowLog.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => outputGradient.MultiplyOrZero(input == 0
        ? Inputs[0].Pow(Inputs[1] - 1) + Inputs[1].MultiplyOrZero(Apply(new PowLog(), Inputs[0], Inputs[1] - 1))
        : Output.MultiplyOrZero(Inputs[0].Log()));

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b)
        {
            float power = MathF.Pow(a, b);
            return power == 0f ? 0f : power * MathF.Log(a);
        }

        /// <inheritdoc/>
        public double Invoke(double a, double b)
        {
            double power = Math.Pow(a, b);
            return power == 0 ? 0 : power * Math.Log(a);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b)
        {
            Vector512<float> power = VectorMath.Pow(a, b);
            return Vector512.ConditionalSelect(
                Vector512.Equals(power, Vector512<float>.Zero), Vector512<float>.Zero, power * VectorMath.Log(a));
        }
    }
}

/// <content>The method that applies <see cref="Operations.Pow"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Pow"/>
    public static Tensor Pow(this Tensor a, Tensor b) => ApplyBroadcast(new Pow(), a, b);
}
