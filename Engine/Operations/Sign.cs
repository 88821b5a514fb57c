using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Sign, y = −1, 0 or 1.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: 0 everywhere.
/// At the edges: 0 at 0 and at NaN.
/// </remarks>
public sealed class Sign : UnaryOperation<Sign.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x > 0f ? 1f : x < 0f ? -1f : 0f;

        /// <inheritdoc/>
        public double Invoke(double x) => x > 0 ? 1 : x < 0 ? -1 : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) =>
            ConditionalSelect(GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One,
                ConditionalSelect(LessThan(x, Vector512<float>.Zero), -Vector512<float>.One, Vector512<float>.Zero));
    }
}

/// <content>The method that applies <see cref="Operations.Sign"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Sign"/>
    public static Tensor Sign(this Tensor x) => Operation.Apply(new Sign(), x);
}
