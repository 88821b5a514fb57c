using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Operations;

/// <content>Convolution in two dimensions, made of <see cref="Operations.Unfold"/> and <see cref="Operations.Linear{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Convolution (as networks define it: without mirroring the kernel), y[b, i, j, o] = Σ x[b, i·s + p − pad, j·s + q − pad, c] · K[p, q, c, o] + bias[o].</summary>
    /// <remarks>
    /// Shapes: x [batch, height, width, in], kernel [kernel height, kernel width, in, out], bias [out] → y [batch, outputs down, outputs across, out],
    /// with ⌊(height + top + bottom − kernel height)/stride⌋ + 1 outputs down; see <see cref="ImageLayout"/> for the other order.
    /// Gradient: by the operations it is made of: ∂L/∂x is the transposed convolution of ∂L/∂y, ∂L/∂K = windowsᵀ · ∂L/∂y, ∂L/∂bias = Σ ∂L/∂y.
    /// At the edges: zeros stand around the images as the padding says.
    /// Source: Dumoulin &amp; Visin, "A guide to convolution arithmetic for deep learning" (2016), relationship 6.
    /// </remarks>
    /// <param name="x">Images.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bias">One number for each output channel, or null for none.</param>
    /// <param name="geometry">Stride, padding, layout.</param>
    /// <exception cref="ShapeException">Axes are missing, channels differ, or no window fits.</exception>
    public static Tensor Convolution(this Tensor x, Tensor kernel, Tensor? bias, ConvolutionGeometry geometry) =>
        x.Convolution(kernel, bias, geometry, default(Identity));

    /// <summary>f(convolution + bias), with bias and f applied while a tile of the product is in cache; see <see cref="Linear{TActivation}(Tensor, Tensor, Tensor, TActivation)"/>.</summary>
    /// <inheritdoc cref="Convolution(Tensor, Tensor, Tensor, ConvolutionGeometry)"/>
    public static Tensor Convolution<TActivation>(this Tensor x, Tensor kernel, Tensor? bias, ConvolutionGeometry geometry, TActivation activation)
        where TActivation : unmanaged, IActivation
    {
        ConvolutionShapes shapes = new(nameof(Convolution), x.Shape, kernel.Shape, bias?.Shape, geometry, isTransposed: false);
        if (geometry.Layout == ImageLayout.ChannelsFirst)
        {
            (x, kernel) = (x.Transpose(0, 2, 3, 1), kernel.Transpose(2, 3, 1, 0));
        }

        ConvolutionWindow window = shapes.Window;
        Tensor columns = window.IsReshape ? x.Reshape(window.Rows, window.RowLength) : x.Unfold(window);
        Tensor weight = kernel.Reshape(window.RowLength, shapes.OutputChannels);
        Tensor rows = bias is null ? activation.Apply(columns.MatMul(weight)) : columns.Linear(weight, bias, activation);
        Tensor y = rows.Reshape(window.Batch, window.Down.Output, window.Across.Output, shapes.OutputChannels);
        return geometry.Layout == ImageLayout.ChannelsFirst ? y.Transpose(0, 3, 1, 2) : y;
    }
}
