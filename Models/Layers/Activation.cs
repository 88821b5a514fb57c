using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>A layer without parameters that applies a function to each number.</summary>
/// <remarks>Shapes: x [*] → y [*]. A layer before it applies the function in the same pass if it can (<see cref="IActivatedLayer"/>), with the same bits.</remarks>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>max(x, 0).</summary>
    /// <remarks>Source: Nair &amp; Hinton, ICML 2010, §2.</remarks>
    public static Activation Relu { get; } = new Activation<Relu.Formula>(default);

    /// <summary>1/(1 + e⁻ˣ), for outputs in [0, 1].</summary>
    /// <remarks>Source: Goodfellow et al. 2014, §5, for its place at the end of a generator.</remarks>
    public static Activation Sigmoid { get; } = new Activation<Sigmoid.Formula>(default);

    /// <summary>tanh x, for outputs in [−1, 1].</summary>
    /// <remarks>Source: Radford et al. 2016, §3, for its place at the end of a generator.</remarks>
    public static Activation Tanh { get; } = new Activation<Tanh.Formula>(default);

    /// <summary>x above 0, slope·x below.</summary>
    /// <remarks>Source: Maas et al., ICML 2013, equation 3.</remarks>
    /// <param name="slope">At least 0: after a linear layer a negative one has no gradient (see <see cref="NativeGan.Engine.Operations.LeakyRelu.Formula.InputGradient"/>).</param>
    public static Activation LeakyRelu(double slope) => new Activation<LeakyRelu.Formula>(new LeakyRelu.Formula(slope));

    /// <summary>f(x·W + b) in one pass; see <see cref="LinearOperation{TActivation}"/>.</summary>
    /// <param name="x">[batch, in].</param>
    /// <param name="weight">W, [in, out].</param>
    /// <param name="bias">b, [out], or null for none.</param>
    /// <returns>[batch, out].</returns>
    public abstract Tensor ForwardLinear(Tensor x, Tensor weight, Tensor? bias);

    /// <summary>f(convolution + b) in one pass; see <see cref="TensorOperations.Convolution(Tensor, Tensor, Tensor, ConvolutionGeometry)"/>.</summary>
    /// <param name="x">Images.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">b, [out], or null for none.</param>
    /// <param name="geometry">Stride, padding, layout.</param>
    public abstract Tensor ForwardConvolution(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry);

    /// <summary>f(transposed convolution + b) in one pass; see <see cref="TensorOperations.TransposedConvolution(Tensor, Tensor, Tensor, ConvolutionGeometry, int)"/>.</summary>
    /// <inheritdoc cref="ForwardConvolution"/>
    public abstract Tensor ForwardTransposedConvolution(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry, int outputPadding);
}

/// <summary>The layer y = f(x) for one formula.</summary>
public sealed class Activation<TActivation>(TActivation activation) : Activation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => activation.Apply(input);

    /// <inheritdoc/>
    public override Tensor ForwardLinear(Tensor x, Tensor weight, Tensor? bias) =>
        bias is null ? activation.Apply(x.MatMul(weight)) : x.Linear(weight, bias, activation);

    /// <inheritdoc/>
    public override Tensor ForwardConvolution(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry) =>
        x.Convolution(weight, bias, geometry, activation);

    /// <inheritdoc/>
    public override Tensor ForwardTransposedConvolution(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry, int outputPadding) =>
        x.TransposedConvolution(weight, bias, geometry, activation, outputPadding);
}
