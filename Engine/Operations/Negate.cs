using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Negation, y = −x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = −∂L/∂y.
/// </remarks>
public sealed class Negate : UnaryOperation<Negate.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.Negate();

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => -x;

        /// <inheritdoc/>
        public double Invoke(double x) => -x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => -x;
    }
}

/// <content>The method that applies <see cref="Operations.Negate"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Negate"/>
    public static Tensor Negate(this Tensor x) => Operation.Apply(new Negate(), x);
}
