using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Square, y = x².</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = 2x · ∂L/∂y.
/// </remarks>
public sealed class Square : UnaryOperation<Square.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * (Inputs[0] * 2);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x * x;

        /// <inheritdoc/>
        public double Invoke(double x) => x * x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => x * x;
    }
}

/// <content>The method that applies <see cref="Operations.Square"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Square"/>
    public static Tensor Square(this Tensor x) => Operation.Apply(new Square(), x);
}
