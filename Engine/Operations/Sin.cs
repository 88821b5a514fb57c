using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Sine, y = sin x, x in radians.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · cos x.
/// At the edges: NaN at ±∞.
/// </remarks>
public sealed class Sin : UnaryOperation<Sin.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * Inputs[0].Cos();

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Sin(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Sin(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Sin(x);
    }
}

/// <content>The method that applies <see cref="Operations.Sin"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Sin"/>
    public static Tensor Sin(this Tensor x) => Operation.Apply(new Sin(), x);
}
