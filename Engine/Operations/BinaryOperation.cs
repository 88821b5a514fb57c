using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Base of y = f(a, b), element by element.</summary>
/// <remarks>
/// Shapes that differ are broadcast first, as an operation of its own, which is where their gradient is summed again:
/// so a derived operation only ever sees equal shapes.
/// </remarks>
public abstract class BinaryOperation<TFormula>(TFormula formula = default) : Operation
    where TFormula : unmanaged, IBinaryFormula
{
    /// <summary>Applies the operation after broadcasting its inputs to a common shape.</summary>
    internal static Tensor ApplyBroadcast(BinaryOperation<TFormula> operation, Tensor a, Tensor b)
    {
        if (!a.Shape.Equals(b.Shape))
        {
            Shape shape = Shape.Broadcast(a.Shape, b.Shape, operation.Name);
            a = a.BroadcastTo(shape);
            b = b.BroadcastTo(shape);
        }

        return Apply(operation, a, b);
    }

    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Equals(Inputs[1].Shape)
        ? Inputs[0].Shape
        : throw new ShapeException($"{Name}: shapes differ: {Inputs[0].Shape} and {Inputs[1].Shape}.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.Zip(formula, InputBuffer(0), InputBuffer(1), Output.Buffer);
}
