using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Reciprocal square root, y = 1/√x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = −½ ∂L/∂y · y³.
/// At the edges: ∞ at 0, NaN below.
/// </remarks>
public sealed class ReciprocalSqrt : UnaryOperation<ReciprocalSqrt.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * (Output * Output * Output * -0.5);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => 1f / MathF.Sqrt(x);

        /// <inheritdoc/>
        public double Invoke(double x) => 1 / Math.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512<float>.One / Vector512.Sqrt(x);
    }
}

/// <content>The method that applies <see cref="Operations.ReciprocalSqrt"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.ReciprocalSqrt"/>
    public static Tensor ReciprocalSqrt(this Tensor x) => Operation.Apply(new ReciprocalSqrt(), x);
}
