using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Transposed convolution, the adjoint of <see cref="Convolution{TActivation}"/>: y[b, i·s + p − pad, j·s + q − pad, o] = f(Σ x[b, i, j, c] · W[p, q, o, c] + bias[o]).</summary>
/// <remarks>
/// Shapes: x [batch, height, width, in], weight [weight height, weight width, out, in], bias [out] → y [batch, height′, width′, out], with
/// height′ = (height − 1)·stride + weight height − top − bottom + output padding, or height·stride for "same".
/// Gradient: with g = ∂L/∂y · f′, which f gives as a function of y: ∂L/∂x = the <see cref="Convolution{TActivation}"/> of g;
/// ∂L/∂W = the <see cref="WeightGradient"/> of g and x; ∂L/∂bias = Σ over batch and space of g.
/// At the edges: a pixel that no window reaches is f(bias). The same bits as <see cref="MatMul"/>, <see cref="Fold{TActivation}"/> and the
/// activation one after the other, on cpu and reference.
/// Source: Dumoulin &amp; Visin, "A guide to convolution arithmetic for deep learning" (2016), relationship 14; in a generator,
/// Radford et al., ICLR 2016.
/// </remarks>
/// <param name="window">Where the windows lie in y.</param>
/// <param name="activation">f; <see cref="Identity"/> for none.</param>
public sealed class TransposedConvolution<TActivation>(ConvolutionWindow window, TActivation activation) : Operation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override string Name =>
        typeof(TActivation) == typeof(Identity) ? base.Name : $"{base.Name}{typeof(TActivation).DeclaringType?.Name}";

    /// <inheritdoc/>
    protected override Shape InferShape() => ConvolutionShapes.Images(window);

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.TransposedConvolution(
        window, Inputs[1].Shape[-1], InputBuffer(0), InputBuffer(1), Inputs.Count < 3 ? null : InputBuffer(2), activation, Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor CommonGradient(Tensor outputGradient) => activation.InputGradient(outputGradient, Output);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input switch
    {
        0 => Apply(new Convolution<Identity>(window, default), outputGradient, Inputs[1]),
        1 => Apply(new WeightGradient(window), outputGradient, Inputs[0]),
        _ => outputGradient.Sum([0, 1, 2]),
    };

    /// <inheritdoc/>
    protected internal override Tensor AddInputGradient(int input, Tensor outputGradient, Tensor sum) => input == 1
        ? Apply(new WeightGradient(window), outputGradient, Inputs[0], sum)
        : base.AddInputGradient(input, outputGradient, sum);
}

/// <content>The methods that apply <see cref="Operations.TransposedConvolution{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Transposed convolution with a bias; see <see cref="Operations.TransposedConvolution{TActivation}"/>, and <see cref="ImageLayout"/> for the other order of axes.</summary>
    /// <param name="x">Images.</param>
    /// <param name="weight">The weight; input and output channels stand the other way round than in a convolution.</param>
    /// <param name="bias">One number for each output channel, or null for none.</param>
    /// <param name="geometry">Stride, padding (what is cut off the result), layout.</param>
    /// <param name="outputPadding">Rows and columns added below and right of the result, less than the stride: tells apart the extents that a convolution would round alike. PyTorch: <c>output_padding</c>.</param>
    /// <exception cref="ShapeException">Axes are missing, channels differ, or nothing of the result is left.</exception>
    public static Tensor TransposedConvolution(this Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry, int outputPadding = 0) =>
        x.TransposedConvolution(weight, bias, geometry, default(Identity), outputPadding);

    /// <summary>f(transposed convolution + bias); on a tape that <see cref="GradientTape.SplitsFusedOperations"/> the steps it consists of.</summary>
    /// <inheritdoc cref="TransposedConvolution(Tensor, Tensor, Tensor, ConvolutionGeometry, int)"/>
    public static Tensor TransposedConvolution<TActivation>(
        this Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry, TActivation activation, int outputPadding = 0)
        where TActivation : unmanaged, IActivation
    {
        ConvolutionShapes shapes = new(nameof(TransposedConvolution), x.Shape, weight.Shape, bias?.Shape, geometry, isTransposed: true, outputPadding);
        ConvolutionWindow window = shapes.Window;
        if (geometry.Layout == ImageLayout.ChannelsFirst)
        {
            (x, weight) = (x.Transpose(0, 2, 3, 1), weight.Transpose(2, 3, 1, 0));
        }

        Tensor y;
        if (GradientTape.Active is { SplitsFusedOperations: true })
        {
            Tensor columns = x.Reshape(window.Rows, shapes.InputChannels)
                .MatMul(weight.Reshape(window.RowLength, shapes.InputChannels), transposeB: true);
            y = columns.Fold(window, bias, activation);
        }
        else
        {
            TransposedConvolution<TActivation> convolution = new(window, activation);
            y = bias is null ? Operation.Apply(convolution, x, weight) : Operation.Apply(convolution, x, weight, bias);
        }

        return geometry.Layout == ImageLayout.ChannelsFirst ? y.Transpose(0, 3, 1, 2) : y;
    }
}
