using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Product in which a zero wins, y = a·b, and 0 where a or b is 0, whatever the other is.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y · b; ∂L/∂b = ∂L/∂y · a; both are products of this kind.
/// At the edges: 0·∞ = 0·NaN = 0. So a mask of zeros leaves elements out that are not finite, and a gradient of 0 stays 0 where a slope is infinite.
/// Source: as <c>tf.math.multiply_no_nan</c>, but for either factor.
/// </remarks>
public sealed class MultiplyOrZero : BinaryOperation<MultiplyOrZero.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => outputGradient.MultiplyOrZero(Inputs[1 - input]);

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a == 0f ? 0f : b == 0f ? 0f : a * b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => ConditionalSelect(
            Vector512.Equals(a, Vector512<float>.Zero) | Vector512.Equals(b, Vector512<float>.Zero), Vector512<float>.Zero, a * b);
    }
}

/// <content>The method that applies <see cref="Operations.MultiplyOrZero"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.MultiplyOrZero"/>
    public static Tensor MultiplyOrZero(this Tensor a, Tensor b) =>
        ApplyBroadcast(new MultiplyOrZero(), a, b);
}
