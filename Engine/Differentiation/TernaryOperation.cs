using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>Base of y = f(a, b, c), element by element, for three tensors of one shape: mostly gradients in one pass.</summary>
public abstract class TernaryOperation<TFormula>(TFormula formula = default) : Operation
    where TFormula : unmanaged, ITernaryFormula
{
    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Equals(Inputs[1].Shape) && Inputs[1].Shape.Equals(Inputs[2].Shape)
        ? Inputs[0].Shape
        : throw new ShapeException($"{Name}: shapes differ: {Inputs[0].Shape}, {Inputs[1].Shape} and {Inputs[2].Shape}.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.Zip(formula, InputBuffer(0), InputBuffer(1), InputBuffer(2), Output.Buffer);
}
