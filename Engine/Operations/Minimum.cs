using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>The smaller of two, y = min(a, b).</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂y goes to the smaller; half to each where they are equal.
/// At the edges: NaN if either is NaN, with the gradient 0 for both.
/// </remarks>
public sealed class Minimum : BinaryOperation<Minimum.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.MultiplyOrZero(Inputs[1 - input].GreaterOrHalf(Inputs[input]));

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a < b ? a : b < a ? b : a == b ? a : a + b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a < b ? a : b < a ? b : a == b ? a : a + b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) =>
            ConditionalSelect(LessThan(a, b), a,
                ConditionalSelect(LessThan(b, a), b,
                    ConditionalSelect(Vector512.Equals(a, b), a, a + b)));
    }
}

/// <content>The method that applies <see cref="Operations.Minimum"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Minimum"/>
    public static Tensor Minimum(this Tensor a, Tensor b) => ApplyBroadcast(new Minimum(), a, b);
}
