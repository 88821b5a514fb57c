using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Power with a constant exponent, y = xᵉ.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · e·xᵉ⁻¹, and 0 for e = 0.
/// At the edges: whole exponents up to ±8 are products, right for negative x and at 0; other exponents need x ≥ 0. x⁰ = 1.
/// </remarks>
public sealed class PowScalar(double exponent) : UnaryOperation<PowScalar.Formula>(new Formula(exponent))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => exponent == 0
        ? Tensor.Zeros(outputGradient.Backend, outputGradient.Shape)
        : outputGradient * (Inputs[0].PowScalar(exponent - 1) * exponent);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double exponent) : IUnaryFormula
    {
        // Products rather than exp(e·ln x) for whole exponents: a GPU's power function is NaN for every negative base.
        private const int LargestProduct = 8;

        /// <inheritdoc/>
        public float Invoke(float x)
        {
            int whole = (int)exponent;
            if (whole != exponent || whole > LargestProduct || whole < -LargestProduct)
            {
                return exponent == 0.5 ? MathF.Sqrt(x) : MathF.Pow(x, (float)exponent);
            }

            float product = 1f;
            int factors = whole < 0 ? -whole : whole;
            for (int factor = 0; factor < factors; factor++)
            {
                product *= x;
            }

            return whole < 0 ? 1f / product : product;
        }

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Pow(x, exponent);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x)
        {
            int whole = (int)exponent;
            if (whole != exponent || Math.Abs(whole) > LargestProduct)
            {
                return exponent == 0.5 ? Vector512.Sqrt(x) : VectorMath.Pow(x, Vector512.Create((float)exponent));
            }

            Vector512<float> product = Vector512<float>.One;
            for (int factor = 0; factor < Math.Abs(whole); factor++)
            {
                product *= x;
            }

            return whole < 0 ? Vector512<float>.One / product : product;
        }
    }
}

/// <content>The method that applies <see cref="Operations.PowScalar"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.PowScalar"/>
    public static Tensor PowScalar(this Tensor x, double exponent) => Operation.Apply(new PowScalar(exponent), x);
}
