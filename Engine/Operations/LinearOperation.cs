using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Affine map with an activation, y = f(x·W + b): bias and f are applied to each finished tile of the product.</summary>
/// <remarks>
/// Shapes: x [batch, in], weight [in, out], bias [out] → y [batch, out].
/// Gradient: with g = ∂L/∂y · f′, which f gives as a function of y: ∂L/∂x = g · Wᵀ; ∂L/∂W = xᵀ · g; ∂L/∂b = Σ over the batch of g.
/// At the edges: on <c>cpu</c> and <c>reference</c> the same bits as the product and the activation one after the other.
/// Source: Rumelhart, Hinton &amp; Williams, "Learning representations by back-propagating errors", Nature 323 (1986), equations
/// 1, 6 and 7.
/// </remarks>
/// <param name="activation">f; <see cref="Identity"/> for none.</param>
public sealed class LinearOperation<TActivation>(TActivation activation) : Operation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override string Name =>
        typeof(TActivation) == typeof(Identity) ? base.Name : $"{base.Name}{typeof(TActivation).DeclaringType?.Name}";

    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        MatMulSize size = Size();
        Shape bias = Inputs[2].Shape;
        return bias.Rank == 1 && bias[0] == size.Columns
            ? new Shape(size.Rows, size.Columns)
            : throw new ShapeException($"{Name}: the bias is {bias}, [{size.Columns}] is expected for a weight of {Inputs[1].Shape}.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.MatMul(Size(), InputBuffer(0), InputBuffer(1), InputBuffer(2), activation, Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor CommonGradient(Tensor outputGradient) => activation.InputGradient(outputGradient, Output);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input switch
    {
        0 => outputGradient.MatMul(Inputs[1], transposeB: true),
        1 => Inputs[0].MatMul(outputGradient, transposeA: true),
        _ => outputGradient.Sum(0),
    };

    /// <inheritdoc/>
    protected internal override Tensor AddInputGradient(int input, Tensor outputGradient, Tensor sum) => input switch
    {
        0 => outputGradient.MatMul(Inputs[1], transposeB: true, addend: sum),
        1 => Inputs[0].MatMul(outputGradient, transposeA: true, addend: sum),
        _ => base.AddInputGradient(input, outputGradient, sum),
    };

    private MatMulSize Size() => MatMul.Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA: false, transposeB: false);
}

/// <content>The methods that apply <see cref="LinearOperation{TActivation}"/>.</content>
public static partial class TensorOperations
{
    /// <summary>y = x·W + b; see <see cref="LinearOperation{TActivation}"/>.</summary>
    /// <exception cref="ShapeException">x and weight are no matrices with equal inner extents, or the bias has another length.</exception>
    public static Tensor Linear(this Tensor x, Tensor weight, Tensor bias) => x.Linear(weight, bias, default(Identity));

    /// <summary>y = f(x·W + b); two operations on a tape that <see cref="GradientTape.SplitsFusedOperations"/>.</summary>
    /// <inheritdoc cref="Linear(Tensor, Tensor, Tensor)"/>
    public static Tensor Linear<TActivation>(this Tensor x, Tensor weight, Tensor bias, TActivation activation)
        where TActivation : unmanaged, IActivation =>
        GradientTape.Active is { SplitsFusedOperations: true } && typeof(TActivation) != typeof(Identity)
            ? activation.Apply(x.Linear(weight, bias))
            : Operation.Apply(new LinearOperation<TActivation>(activation), x, weight, bias);
}
