using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Adds a constant, y = x + c.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y.
/// </remarks>
public sealed class AddScalar(double constant) : UnaryOperation<AddScalar.Formula>(new AddScalar.Formula(constant))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient;

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double constant) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x + (float)constant;

        /// <inheritdoc/>
        public double Invoke(double x) => x + constant;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => x + Vector512.Create((float)constant);
    }
}

/// <content>The method that applies <see cref="Operations.AddScalar"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.AddScalar"/>
    public static Tensor AddScalar(this Tensor x, double constant) => Operation.Apply(new AddScalar(constant), x);
}
