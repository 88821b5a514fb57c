using NativeGan.Engine.Backends;
using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>A layer without parameters: a function of its input, which a layer before it takes over if it can (<see cref="IActivatedLayer"/>).</summary>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = new Activation<Relu.Formula>(default);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = new Activation<Sigmoid.Formula>(default);

    /// <summary>tanh x.</summary>
    public static Activation Tanh { get; } = new Activation<Tanh.Formula>(default);

    /// <summary>x above 0, slope·x below.</summary>
    /// <param name="slope">At least 0: behind a linear layer a negative one has no gradient (see <see cref="NativeGan.Engine.Operations.LeakyRelu.Formula.InputGradient"/>).</param>
    public static Activation LeakyRelu(double slope) => new Activation<LeakyRelu.Formula>(new LeakyRelu.Formula(slope));

    /// <summary>f(x·W + b) in one pass; see <see cref="Linear{TActivation}"/>.</summary>
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
