using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Puts windows back into images and adds up where they overlap, y = f(Σ windows + b); bias and f are applied to each finished row.</summary>
/// <remarks>
/// Shapes: columns [batch·outputs down·outputs across, weight height·weight width·channels], bias [channels] → y [batch, height, width, channels].
/// Gradient: with g = ∂L/∂y · f′, which f gives as a function of y: ∂L/∂columns = <see cref="Unfold"/> of g, of which this is the
/// adjoint; ∂L/∂b = Σ over all pixels of g.
/// At the edges: what a window holds outside the image is dropped; a pixel that no window reaches is f(b).
/// </remarks>
/// <param name="window">Where the windows lie.</param>
/// <param name="activation">f; <see cref="Identity"/> for none.</param>
public sealed class Fold<TActivation>(ConvolutionWindow window, TActivation activation) : Operation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override string Name =>
        typeof(TActivation) == typeof(Identity) ? base.Name : $"{base.Name}{typeof(TActivation).DeclaringType?.Name}";

    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape expected = Operations.Unfold.Columns(window);
        if (!Inputs[0].Shape.Equals(expected))
        {
            throw new ShapeException($"{Name}: the columns are {Inputs[0].Shape}, the windows make {expected}.");
        }

        return Inputs.Count < 2 || (Inputs[1].Shape.Rank == 1 && Inputs[1].Shape[0] == window.Channels)
            ? ConvolutionShapes.Images(window)
            : throw new ShapeException($"{Name}: the bias is {Inputs[1].Shape}, [{window.Channels}] is expected for {window.Channels} channels.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.Fold(window, InputBuffer(0), Inputs.Count < 2 ? null : InputBuffer(1), activation, Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor CommonGradient(Tensor outputGradient) => activation.InputGradient(outputGradient, Output);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? outputGradient.Unfold(window) : outputGradient.Sum([0, 1, 2]);
}

/// <content>The methods that apply <see cref="Operations.Fold{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Σ windows + b; see <see cref="Operations.Fold{TActivation}"/>.</summary>
    /// <exception cref="ShapeException">The columns are not those of the windows, or the bias has another length.</exception>
    public static Tensor Fold(this Tensor columns, ConvolutionWindow window, Tensor? bias = null) =>
        columns.Fold(window, bias, default(Identity));

    /// <summary>f(Σ windows + b); two operations on a tape that <see cref="GradientTape.SplitsFusedOperations"/>.</summary>
    /// <inheritdoc cref="Fold(Tensor, ConvolutionWindow, Tensor)"/>
    public static Tensor Fold<TActivation>(this Tensor columns, ConvolutionWindow window, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IActivation
    {
        if (GradientTape.Active is { SplitsFusedOperations: true } && typeof(TActivation) != typeof(Identity))
        {
            return activation.Apply(columns.Fold(window, bias));
        }

        Fold<TActivation> fold = new(window, activation);
        return bias is null ? Operation.Apply(fold, columns) : Operation.Apply(fold, columns, bias);
    }
}
