using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Exponential, y = eˣ.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · y.
/// At the edges: ∞ above 88.72 in single precision.
/// </remarks>
public sealed class Exp : UnaryOperation<Exp.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * Output;

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Exp(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Exp(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Exp(x);
    }
}

/// <content>The method that applies <see cref="Operations.Exp"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Exp"/>
    public static Tensor Exp(this Tensor x) => Operation.Apply(new Exp(), x);
}
