using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Quotient, y = a/b.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y / b; ∂L/∂b = −∂L/∂y · y / b.
/// At the edges: IEEE division: ±∞ or NaN where b = 0.
/// </remarks>
public sealed class Divide : BinaryOperation<Divide.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? outputGradient / Inputs[1] : (outputGradient * Output / Inputs[1]).Negate();

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a / b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a / b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a / b;
    }
}

/// <content>The method that applies <see cref="Operations.Divide"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Divide"/>
    public static Tensor Divide(this Tensor a, Tensor b) => ApplyBroadcast(new Divide(), a, b);
}
