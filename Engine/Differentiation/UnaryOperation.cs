using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>Base of y = f(x), element by element: the formula is all that a derived operation adds to its gradient.</summary>
public abstract class UnaryOperation<TFormula>(TFormula formula = default) : Operation
    where TFormula : unmanaged, IUnaryFormula
{
    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape;

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.Map(formula, InputBuffer(0), Output.Buffer);
}
