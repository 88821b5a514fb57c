using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>Base of y = f(a, b), element by element.</summary>
/// <remarks>
/// Shapes that differ are broadcast first, by an operation of its own, whose gradient is the sum over the repeated axes:
/// so a derived operation only ever sees equal shapes.
/// </remarks>
public abstract class BinaryOperation<TFormula>(TFormula formula = default) : Operation
    where TFormula : unmanaged, IBinaryFormula
{
    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Equals(Inputs[1].Shape)
        ? Inputs[0].Shape
        : throw new ShapeException($"{Name}: shapes differ: {Inputs[0].Shape} and {Inputs[1].Shape}.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.Zip(formula, InputBuffer(0), InputBuffer(1), Output.Buffer);
}
