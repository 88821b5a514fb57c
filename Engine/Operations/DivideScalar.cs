using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Divides by a constant, y = x/c.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y / c.
/// At the edges: one IEEE division, so that c/c = 1; a product with 1/c rounds twice, and 1/c overflows where c is denormal.
/// </remarks>
/// <param name="divisor">c; rounded to the backend's number type.</param>
public sealed class DivideScalar(double divisor) : UnaryOperation<DivideScalar.Formula>(new DivideScalar.Formula(divisor))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => outputGradient.DivideScalar(divisor);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double divisor) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x / (float)divisor;

        /// <inheritdoc/>
        public double Invoke(double x) => x / divisor;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => x / Vector512.Create((float)divisor);
    }
}

/// <content>The method that applies <see cref="Operations.DivideScalar"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.DivideScalar"/>
    public static Tensor DivideScalar(this Tensor x, double divisor) => Operation.Apply(new DivideScalar(divisor), x);
}
