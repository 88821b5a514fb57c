using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>The gradient of a convolution's weight, ∂L/∂W = windowsᵀ·rows, or windowsᵀ·rows + addend, which continues a
/// sum.</summary>
/// <remarks>
/// Shapes: images [batch, height, width, channels], rows [batch, outputs down, outputs across, n], addend and y [weight height, weight width, channels, n].
/// Gradient: with G = ∂L/∂y in the place of a weight: ∂L/∂images = the <see cref="TransposedConvolution{TActivation}"/> of rows with G;
/// ∂L/∂rows = the <see cref="Convolution{TActivation}"/> of images with G; ∂L/∂addend = G. So convolutions can be differentiated any number of times.
/// Source: Goodfellow, Bengio &amp; Courville, "Deep Learning" (2016), §9.5.
/// </remarks>
/// <param name="window">Where the windows lie in the images.</param>
public sealed class WeightGradient(ConvolutionWindow window) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape() => new(window.Down.Size, window.Across.Size, window.Channels, Inputs[1].Shape[-1]);

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.WeightGradient(
        window, Inputs[1].Shape[-1], InputBuffer(0), InputBuffer(1), Inputs.Count < 3 ? null : InputBuffer(2), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input switch
    {
        0 => Apply(new TransposedConvolution<Identity>(window, default), Inputs[1], outputGradient),
        1 => Apply(new Convolution<Identity>(window, default), Inputs[0], outputGradient),
        _ => outputGradient,
    };
}
