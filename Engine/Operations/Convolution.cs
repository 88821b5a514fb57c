using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Convolution (as networks define it: without mirroring the weight), y[b, i, j, o] = f(Σ x[b, i·s + p − pad, j·s + q − pad, c] · W[p, q, c, o] + bias[o]).</summary>
/// <remarks>
/// Shapes: x [batch, height, width, in], weight [weight height, weight width, in, out], bias [out] → y [batch, outputs down, outputs across, out],
/// with ⌊(height + top + bottom − weight height)/stride⌋ + 1 outputs down.
/// Gradient: with g = ∂L/∂y · f′, which f gives as a function of y: ∂L/∂x = the <see cref="TransposedConvolution{TActivation}"/> of g;
/// ∂L/∂W = the <see cref="WeightGradient"/> of x and g; ∂L/∂bias = Σ over batch and space of g.
/// At the edges: what a window holds outside the image is 0. The same bits as <see cref="Unfold"/>, <see cref="LinearOperation{TActivation}"/> and
/// the activation one after the other, on cpu and reference.
/// Source: Dumoulin &amp; Visin, "A guide to convolution arithmetic for deep learning" (2016), relationship 6.
/// </remarks>
/// <param name="window">Where the windows lie.</param>
/// <param name="activation">f; <see cref="Identity"/> for none.</param>
public sealed class Convolution<TActivation>(ConvolutionWindow window, TActivation activation) : Operation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override string Name =>
        typeof(TActivation) == typeof(Identity) ? base.Name : $"{base.Name}{typeof(TActivation).DeclaringType?.Name}";

    /// <inheritdoc/>
    protected override Shape InferShape() => ConvolutionShapes.Rows(window, Inputs[1].Shape[-1]);

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.Convolution(
        window, Inputs[1].Shape[-1], InputBuffer(0), InputBuffer(1), Inputs.Count < 3 ? null : InputBuffer(2), activation, Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor CommonGradient(Tensor outputGradient) => activation.InputGradient(outputGradient, Output);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input switch
    {
        0 => Apply(new TransposedConvolution<Identity>(window, default), outputGradient, Inputs[1]),
        1 => Apply(new WeightGradient(window), Inputs[0], outputGradient),
        _ => outputGradient.Sum([0, 1, 2]),
    };

    /// <inheritdoc/>
    protected internal override Tensor AddInputGradient(int input, Tensor outputGradient, Tensor sum) => input == 1
        ? Apply(new WeightGradient(window), Inputs[0], outputGradient, sum)
        : base.AddInputGradient(input, outputGradient, sum);
}

/// <content>The methods that apply <see cref="Operations.Convolution{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Convolution with a bias; see <see cref="Operations.Convolution{TActivation}"/>, and <see cref="ImageLayout"/> for the other order of axes.</summary>
    /// <param name="x">Images.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">One number for each output channel, or null for none.</param>
    /// <param name="geometry">Stride, padding, layout.</param>
    /// <exception cref="ShapeException">Axes are missing, channels differ, or no window fits.</exception>
    public static Tensor Convolution(this Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry) =>
        x.Convolution(weight, bias, geometry, default(Identity));

    /// <summary>f(convolution + bias); on a tape that <see cref="GradientTape.SplitsFusedOperations"/> the steps it consists of.</summary>
    /// <inheritdoc cref="Convolution(Tensor, Tensor, Tensor, ConvolutionGeometry)"/>
    public static Tensor Convolution<TActivation>(this Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry, TActivation activation)
        where TActivation : unmanaged, IActivation
    {
        ConvolutionShapes shapes = new(nameof(Convolution), x.Shape, weight.Shape, bias?.Shape, geometry, isTransposed: false);
        ConvolutionWindow window = shapes.Window;
        if (geometry.Layout == ImageLayout.ChannelsFirst)
        {
            (x, weight) = (x.Transpose(0, 2, 3, 1), weight.Transpose(2, 3, 1, 0));
        }

        Tensor y;
        if (GradientTape.Active is { SplitsFusedOperations: true })
        {
            Tensor columns = x.Unfold(window), matrix = weight.Reshape(window.RowLength, shapes.OutputChannels);
            Tensor rows = bias is null ? columns.MatMul(matrix) : columns.Linear(matrix, bias);
            y = activation.Apply(rows).Reshape(window.Batch, window.Down.Output, window.Across.Output, shapes.OutputChannels);
        }
        else
        {
            Convolution<TActivation> convolution = new(window, activation);
            y = bias is null ? Operation.Apply(convolution, x, weight) : Operation.Apply(convolution, x, weight, bias);
        }

        return geometry.Layout == ImageLayout.ChannelsFirst ? y.Transpose(0, 3, 1, 2) : y;
    }
}
