using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Multiplies by a constant, y = c·x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = c · ∂L/∂y.
/// </remarks>
public sealed class MultiplyScalar(double constant) : UnaryOperation<MultiplyScalar.Formula>(new MultiplyScalar.Formula(constant))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.MultiplyScalar(constant);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double constant) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x * (float)constant;

        /// <inheritdoc/>
        public double Invoke(double x) => x * constant;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => x * (float)constant;
    }
}

/// <content>The method that applies <see cref="Operations.MultiplyScalar"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.MultiplyScalar"/>
    public static Tensor MultiplyScalar(this Tensor x, double constant) => Operation.Apply(new MultiplyScalar(constant), x);
}
