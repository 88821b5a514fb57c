using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>The larger of two, y = max(a, b).</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂y goes to the larger; half to each where they are equal.
/// At the edges: NaN if either is NaN, with the gradient 0 for both.
/// </remarks>
public sealed class Maximum : BinaryOperation<Maximum.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.MultiplyOrZero(Inputs[input].GreaterOrHalf(Inputs[1 - input]));

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a > b ? a : b > a ? b : a == b ? a : a + b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a > b ? a : b > a ? b : a == b ? a : a + b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) =>
            ConditionalSelect(GreaterThan(a, b), a,
                ConditionalSelect(GreaterThan(b, a), b,
                    ConditionalSelect(Vector512.Equals(a, b), a, a + b)));
    }
}

/// <content>The method that applies <see cref="Operations.Maximum"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Maximum"/>
    public static Tensor Maximum(this Tensor a, Tensor b) => ApplyBroadcast(new Maximum(), a, b);
}
