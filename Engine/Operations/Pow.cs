using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Power, y = aᵇ.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y · b·aᵇ⁻¹; ∂L/∂b = ∂L/∂y · y·ln a.
/// At the edges: real only where a &gt; 0; use PowScalar for negative bases and whole exponents.
/// </remarks>
public sealed class Pow : BinaryOperation<Pow.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? outputGradient * (Inputs[1] * Inputs[0].Pow(Inputs[1] - 1)) : outputGradient * (Output * Inputs[0].Log());

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

/// <content>The method that applies <see cref="Operations.Pow"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Pow"/>
    public static Tensor Pow(this Tensor a, Tensor b) => ApplyBroadcast(new Pow(), a, b);
}
