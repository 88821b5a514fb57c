using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Operations;

/// <content>Transposed convolution in two dimensions, made of <see cref="Operations.MatMul"/> and <see cref="Operations.Fold{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Transposed convolution, the adjoint of <see cref="Convolution(Tensor, Tensor, Tensor, ConvolutionGeometry)"/>: y[b, i·s + p − pad, j·s + q − pad, o] = Σ x[b, i, j, c] · K[p, q, o, c] + bias[o].</summary>
    /// <remarks>
    /// Shapes: x [batch, height, width, in], kernel [kernel height, kernel width, out, in], bias [out] → y [batch, height′, width′, out], with
    /// height′ = (height − 1)·stride + kernel height − top − bottom + output padding, or height·stride for "same"; see
    /// <see cref="ImageLayout"/> for the other order.
    /// Gradient: by the operations it is made of: ∂L/∂x is the convolution of ∂L/∂y, ∂L/∂K = windows of ∂L/∂y, transposed, · x, ∂L/∂bias = Σ ∂L/∂y.
    /// At the edges: a pixel that no window reaches is the bias.
    /// Source: Dumoulin &amp; Visin (2016), relationship 14; Radford et al. 2016 for its use in a generator.
    /// </remarks>
    /// <param name="x">Images.</param>
    /// <param name="kernel">The kernel; input and output channels stand the other way round than in a convolution.</param>
    /// <param name="bias">One number for each output channel, or null for none.</param>
    /// <param name="geometry">Stride, padding (what is cut off the result), layout.</param>
    /// <param name="outputPadding">Rows and columns added below and right of the result, less than the stride: tells apart the extents that a convolution would round alike. PyTorch: <c>output_padding</c>.</param>
    /// <exception cref="ShapeException">Axes are missing, channels differ, or nothing of the result is left.</exception>
    public static Tensor TransposedConvolution(this Tensor x, Tensor kernel, Tensor? bias, ConvolutionGeometry geometry, int outputPadding = 0) =>
        x.TransposedConvolution(kernel, bias, geometry, default(Identity), outputPadding);

    /// <summary>f(transposed convolution + bias), with bias and f applied to each finished row of pixels; see <see cref="Fold{TActivation}(Tensor, ConvolutionWindow, Tensor, TActivation)"/>.</summary>
    /// <inheritdoc cref="TransposedConvolution(Tensor, Tensor, Tensor, ConvolutionGeometry, int)"/>
    public static Tensor TransposedConvolution<TActivation>(
        this Tensor x, Tensor kernel, Tensor? bias, ConvolutionGeometry geometry, TActivation activation, int outputPadding = 0)
        where TActivation : unmanaged, IActivation
    {
        ConvolutionShapes shapes = new(nameof(TransposedConvolution), x.Shape, kernel.Shape, bias?.Shape, geometry, isTransposed: true, outputPadding);
        if (geometry.Layout == ImageLayout.ChannelsFirst)
        {
            (x, kernel) = (x.Transpose(0, 2, 3, 1), kernel.Transpose(2, 3, 1, 0));
        }

        ConvolutionWindow window = shapes.Window;
        Tensor columns = x.Reshape(window.Rows, shapes.InputChannels)
            .MatMul(kernel.Reshape(window.RowLength, shapes.InputChannels), transposeB: true);
        Tensor y = columns.Fold(window, bias, activation);
        return geometry.Layout == ImageLayout.ChannelsFirst ? y.Transpose(0, 3, 1, 2) : y;
    }
}
