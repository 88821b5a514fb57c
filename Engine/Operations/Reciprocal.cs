using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Reciprocal, y = 1/x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = −∂L/∂y · y².
/// At the edges: ±∞ at ±0.
/// </remarks>
public sealed class Reciprocal : UnaryOperation<Reciprocal.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * (Output * Output * -1);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => 1f / x;

        /// <inheritdoc/>
        public double Invoke(double x) => 1 / x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512<float>.One / x;
    }
}

/// <content>The method that applies <see cref="Operations.Reciprocal"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Reciprocal"/>
    public static Tensor Reciprocal(this Tensor x) => Operation.Apply(new Reciprocal(), x);
}
