using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Cosine, y = cos x, x in radians.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = −∂L/∂y · sin x.
/// At the edges: NaN at ±∞.
/// </remarks>
public sealed class Cos : UnaryOperation<Cos.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        (outputGradient * Inputs[0].Sin()).Negate();

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Cos(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Cos(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Cos(x);
    }
}

/// <content>The method that applies <see cref="Operations.Cos"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Cos"/>
    public static Tensor Cos(this Tensor x) => Operation.Apply(new Cos(), x);
}
