using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Absolute value, y = |x|.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · sign x.
/// At the edges: the derivative at 0 (and at NaN) is 0.
/// </remarks>
public sealed class Abs : UnaryOperation<Abs.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.MultiplyOrZero(Inputs[0].Sign());

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Abs(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Abs(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512.Abs(x);
    }
}

/// <content>The method that applies <see cref="Operations.Abs"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Abs"/>
    public static Tensor Abs(this Tensor x) => Operation.Apply(new Abs(), x);
}
