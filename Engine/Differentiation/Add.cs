using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>Sum, y = a + b. It is here because the tape needs it: gradients that reach one tensor on several paths add
/// up.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂b = ∂L/∂y.
/// </remarks>
public sealed class Add : BinaryOperation<Add.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient;

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a + b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a + b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a + b;
    }
}
