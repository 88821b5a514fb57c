using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Rectified linear unit, y = max(x, 0).</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y where x &gt; 0, else 0.
/// At the edges: ReLU′(0) = 0; NaN passes through.
/// Source: Nair &amp; Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010.
/// </remarks>
public sealed class Relu : UnaryOperation<Relu.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new ReluGradient(), outputGradient, Output);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IActivation
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x <= 0f ? 0f : x;

        /// <inheritdoc/>
        public double Invoke(double x) => x <= 0 ? 0 : x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);

        /// <inheritdoc/>
        public Tensor Apply(Tensor x) => x.Relu();

        /// <inheritdoc/>
        public Tensor InputGradient(Tensor outputGradient, Tensor output) =>
            Operation.Apply(new ReluGradient(), outputGradient, output);
    }
}

/// <summary>The gradient of <see cref="Relu"/>: dy where x &gt; 0, else 0. x may be the input or the output, which have the same sign.</summary>
/// <remarks>
/// Shapes: dy [*], x [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y where x &gt; 0, else 0; ∂L/∂x = 0.
/// At the edges: 0 at x = 0 and at NaN.
/// </remarks>
public sealed class ReluGradient : BinaryOperation<ReluGradient.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? Operation.Apply(new ReluGradient(), outputGradient, Inputs[1]) : Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => x <= 0f ? 0f : dy;

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => x <= 0 ? 0 : dy;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) => Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, dy);
    }
}

/// <content>The method that applies <see cref="Operations.Relu"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Relu"/>
    public static Tensor Relu(this Tensor x) => Operation.Apply(new Relu(), x);
}
