using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Softplus, y = log(1 + eˣ), element by element: a smooth ReLU.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · σ(x).
/// At the edges: computed as max(x, 0) + log(1 + e^−|x|), which cannot overflow.
/// Source: Dugas et al., "Incorporating Second-Order Functional Knowledge for Better Option Pricing", NIPS 2000.
/// </remarks>
public sealed class Softplus : UnaryOperation<Softplus.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * Inputs[0].Sigmoid();

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => (x > 0f ? x : 0f) + VectorMath.LogP1(MathF.Exp(-MathF.Abs(x)));

        /// <inheritdoc/>
        public double Invoke(double x) => (x > 0 ? x : 0) + VectorMath.LogP1(Math.Exp(-Math.Abs(x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Softplus(x);
    }
}

/// <content>The method that applies <see cref="Operations.Softplus"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Softplus"/>
    public static Tensor Softplus(this Tensor x) => Operation.Apply(new Softplus(), x);
}
