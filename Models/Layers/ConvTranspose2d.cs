using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;

namespace NativeGan.Models.Layers;

/// <summary>A transposed convolutional layer, which makes images larger: the adjoint of <see cref="Conv2d"/>, plus b.</summary>
/// <remarks>
/// Shapes: x [batch, height, width, in], K [size, size, out, in], b [out] → y [batch, height′, width′, out]; with
/// <see cref="ImageLayout.ChannelsFirst"/> x [batch, in, height, width] and K [in, out, size, size].
/// Source: Dumoulin &amp; Visin 2016, §4; Radford et al. 2016, §3, for its place in a generator.
/// </remarks>
public sealed class ConvTranspose2d : Module, IActivatedLayer
{
    private readonly ConvolutionGeometry _geometry;
    private readonly int _outputPadding;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>A layer with freshly drawn parameters.</summary>
    /// <param name="name">Prefix of its parameters' names: <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="channels">Channels in and out, at least 1 each.</param>
    /// <param name="weightSize">Rows and columns of the weight, at least 1.</param>
    /// <param name="geometry">Stride, padding (what is cut off the result), layout.</param>
    /// <param name="initializer">How the initial values are drawn. As in Keras and PyTorch the fans come from the weight alone: in is size²·out, out is size²·in.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="backend">Where the parameters live.</param>
    /// <param name="hasBias">Whether there is a b; a normalisation after the layer makes it superfluous.</param>
    /// <param name="outputPadding">Rows and columns added below and right of the result, less than the stride.</param>
    public ConvTranspose2d(
        string name, (int In, int Out) channels, int weightSize, ConvolutionGeometry geometry,
        IInitializer initializer, InitialValues random, IBackend backend, bool hasBias = true, int outputPadding = 0)
    {
        (_geometry, _outputPadding) = (geometry, outputPadding);
        int pixels = weightSize * weightSize;
        Fan fan = new(pixels * channels.Out, pixels * channels.In);
        Shape shape = geometry.Layout == ImageLayout.ChannelsFirst
            ? new Shape(channels.In, channels.Out, weightSize, weightSize)
            : new Shape(weightSize, weightSize, channels.Out, channels.In);
        _weight = new Parameter($"{name}.weight", backend, random.Draw(initializer.Weight(fan), shape.Count), shape);
        _bias = !hasBias ? null : new Parameter($"{name}.bias", backend, random.Draw(initializer.Bias(fan), channels.Out), new Shape(channels.Out));
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.TransposedConvolution(_weight, _bias, _geometry, _outputPadding);

    /// <inheritdoc/>
    public Tensor Forward(Tensor input, Activation activation) =>
        activation.ForwardTransposedConvolution(input, _weight, _bias, _geometry, _outputPadding);
}
