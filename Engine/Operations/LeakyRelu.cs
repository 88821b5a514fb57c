using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Leaky rectified linear unit, y = x for x &gt; 0, slope·x otherwise.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y where x &gt; 0, else slope · ∂L/∂y.
/// At the edges: the derivative at 0 is the slope; NaN passes through.
/// Source: Maas, Hannun &amp; Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013.
/// </remarks>
public sealed class LeakyRelu(double slope) : UnaryOperation<LeakyRelu.Formula>(new LeakyRelu.Formula(slope))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new LeakyReluGradient(slope), outputGradient, Inputs[0]);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double slope) : IActivation
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x > 0f ? x : x * (float)slope;

        /// <inheritdoc/>
        public double Invoke(double x) => x > 0 ? x : x * slope;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * (float)slope);

        /// <inheritdoc/>
        public Tensor Apply(Tensor x) => x.LeakyRelu(slope);

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">The slope is negative: the output then does not tell the input's sign.</exception>
        public Tensor InputGradient(Tensor outputGradient, Tensor output) => slope >= 0
            ? Operation.Apply(new LeakyReluGradient(slope), outputGradient, output)
            : throw new InvalidOperationException($"LeakyRelu behind a matrix product: the slope is {slope}, at least 0 is expected. Apply it as an operation of its own.");
    }
}

/// <summary>The gradient of <see cref="LeakyRelu"/>: dy where x &gt; 0, else slope·dy.</summary>
/// <remarks>
/// Shapes: dy [*], x [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y where x &gt; 0, else slope · ∂L/∂y; ∂L/∂x = 0.
/// </remarks>
public sealed class LeakyReluGradient(double slope) : BinaryOperation<LeakyReluGradient.Formula>(new LeakyReluGradient.Formula(slope))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? Operation.Apply(new LeakyReluGradient(slope), outputGradient, Inputs[1]) : Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula(double slope) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => x > 0f ? dy : dy * (float)slope;

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => x > 0 ? dy : dy * slope;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), dy, dy * (float)slope);
    }
}

/// <content>The method that applies <see cref="Operations.LeakyRelu"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.LeakyRelu"/>
    /// <param name="x">Any shape.</param>
    /// <param name="slope">The factor below 0; 0.2 by default (Radford et al. 2016, §3).</param>
    public static Tensor LeakyRelu(this Tensor x, double slope = 0.2) => Operation.Apply(new LeakyRelu(slope), x);
}
