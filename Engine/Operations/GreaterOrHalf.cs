using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Comparison, y = 1 where a &gt; b, ½ where a = b, else 0: how a gradient is shared between two candidates.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: 0 everywhere.
/// At the edges: 0 if either is NaN.
/// </remarks>
public sealed class GreaterOrHalf : BinaryOperation<GreaterOrHalf.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a > b ? 1f : a == b ? 0.5f : 0f;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a > b ? 1 : a == b ? 0.5 : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) =>
            ConditionalSelect(GreaterThan(a, b), Vector512<float>.One,
                ConditionalSelect(Vector512.Equals(a, b), Create(0.5f), Vector512<float>.Zero));
    }
}

/// <content>The method that applies <see cref="Operations.GreaterOrHalf"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.GreaterOrHalf"/>
    public static Tensor GreaterOrHalf(this Tensor a, Tensor b) => ApplyBroadcast(new GreaterOrHalf(), a, b);
}
