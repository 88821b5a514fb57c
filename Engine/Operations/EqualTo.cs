using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Comparison, y = 1 where a = b, else 0.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: 0 everywhere.
/// At the edges: NaN equals nothing.
/// </remarks>
public sealed class EqualTo : BinaryOperation<EqualTo.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a == b ? 1f : 0f;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a == b ? 1 : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) =>
            ConditionalSelect(Vector512.Equals(a, b), Vector512<float>.One, Vector512<float>.Zero);
    }
}

/// <content>The method that applies <see cref="Operations.EqualTo"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.EqualTo"/>
    public static Tensor EqualTo(this Tensor a, Tensor b) => ApplyBroadcast(new EqualTo(), a, b);
}
