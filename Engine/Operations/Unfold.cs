using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>The windows of images as the rows of a matrix, which turns a convolution into a matrix product.</summary>
/// <remarks>
/// Shapes: x [batch, height, width, channels] → y [batch·outputs down·outputs across, weight height·weight width·channels].
/// Gradient: ∂L/∂x = each pixel's share of ∂L/∂y added up: <see cref="Fold{TActivation}"/>, of which this is the adjoint.
/// At the edges: what a window holds outside the image is 0.
/// Source: Chellapilla, Puri &amp; Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006), §2.
/// </remarks>
/// <param name="window">Where the windows lie.</param>
public sealed class Unfold(ConvolutionWindow window) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape expected = ConvolutionShapes.Images(window);
        return Inputs[0].Shape.Equals(expected)
            ? Columns(window)
            : throw new ShapeException($"{Name}: the images are {Inputs[0].Shape}, the windows are for {expected}.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.Unfold(window, InputBuffer(0), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => outputGradient.Fold(window);

    /// <summary>The columns' shape.</summary>
    internal static Shape Columns(ConvolutionWindow window) => new(window.Rows, window.RowLength);
}

/// <content>The method that applies <see cref="Operations.Unfold"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Unfold"/>
    /// <exception cref="ShapeException">The images are not those of the windows.</exception>
    public static Tensor Unfold(this Tensor images, ConvolutionWindow window) => Operation.Apply(new Unfold(window), images);
}
