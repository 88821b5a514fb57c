using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;

namespace NativeGan.Models.Layers;

/// <summary>A convolutional layer, y = x ∗ K + b.</summary>
/// <remarks>
/// Shapes: x [batch, height, width, in], K [size, size, in, out], b [out] → y [batch, height′, width′, out]; with
/// <see cref="ImageLayout.ChannelsFirst"/> x [batch, in, height, width] and K [out, in, size, size].
/// As in every library of the field, ∗ is a correlation: K is not turned round.
/// Source: LeCun et al. 1998, section II.A; Dumoulin &amp; Visin 2016, §2, for the arithmetic of stride and padding.
/// </remarks>
public sealed class Conv2d : Module, IActivatedLayer
{
    private readonly ConvolutionGeometry _geometry;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>A layer with freshly drawn parameters.</summary>
    /// <param name="name">Prefix of its parameters' names: <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="channels">Channels in and out, at least 1 each.</param>
    /// <param name="weightSize">Rows and columns of the weight, at least 1.</param>
    /// <param name="geometry">Stride, padding, layout.</param>
    /// <param name="initializer">How the initial values are drawn; a unit has size²·in inputs and feeds size²·out.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="backend">Where the parameters live.</param>
    /// <param name="hasBias">Whether there is a b; a normalisation after the layer makes it superfluous.</param>
    public Conv2d(
        string name, (int In, int Out) channels, int weightSize, ConvolutionGeometry geometry,
        IInitializer initializer, InitialValues random, IBackend backend, bool hasBias = true)
    {
        _geometry = geometry;
        int pixels = weightSize * weightSize;
        Fan fan = new(pixels * channels.In, pixels * channels.Out);
        Shape shape = geometry.Layout == ImageLayout.ChannelsFirst
            ? new Shape(channels.Out, channels.In, weightSize, weightSize)
            : new Shape(weightSize, weightSize, channels.In, channels.Out);
        _weight = new Parameter($"{name}.weight", backend, random.Draw(initializer.Weight(fan), shape.Count), shape);
        _bias = !hasBias ? null : new Parameter($"{name}.bias", backend, random.Draw(initializer.Bias(fan), channels.Out), new Shape(channels.Out));
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Convolution(_weight, _bias, _geometry);

    /// <inheritdoc/>
    public Tensor Forward(Tensor input, Activation activation) => activation.ForwardConvolution(input, _weight, _bias, _geometry);
}
