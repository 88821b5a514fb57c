using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Square root, y = √x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y / (2y).
/// At the edges: the gradient at 0 is infinite; NaN below 0.
/// </remarks>
public sealed class Sqrt : UnaryOperation<Sqrt.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient / (Output * 2);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Sqrt(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512.Sqrt(x);
    }
}

/// <content>The method that applies <see cref="Operations.Sqrt"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Sqrt"/>
    public static Tensor Sqrt(this Tensor x) => Operation.Apply(new Sqrt(), x);
}
