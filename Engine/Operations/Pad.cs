using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Puts a tensor into a larger one filled with a constant. x starts at begin; where a step is above 1, the constant
/// fills the gaps.</summary>
/// <remarks>
/// Shapes: x [e₀, …] → y [shape].
/// Gradient: ∂L/∂x = the block of ∂L/∂y where x went: <see cref="Slice"/>, of which this is the adjoint for constant 0.
/// </remarks>
/// <param name="shape">The larger shape.</param>
/// <param name="begin">Where x's first element goes, for each axis.</param>
/// <param name="step">Distance between x's elements, for each axis.</param>
/// <param name="value">The constant around them.</param>
public sealed class Pad(Shape shape, int[] begin, int[] step, double value) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape own = Inputs[0].Shape;
        bool fits = own.Rank == shape.Rank;
        for (int axis = 0; fits && axis < own.Rank; axis++)
        {
            fits = begin[axis] >= 0 && (own[axis] == 0 || begin[axis] + (own[axis] - 1L) * step[axis] < shape[axis]);
        }

        return fits ? shape : throw new ShapeException($"{Name}: {own} at [{string.Join(", ", begin)}] does not fit into {shape}.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        BlockCopy block = Operations.Slice.Block(Output.Shape, Inputs[0].Shape, begin, step);
        backend.Fill(value, Output.Buffer);
        backend.CopyBlock(block.Reversed(), InputBuffer(0), Output.Buffer);
    }

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Shape own = Inputs[0].Shape;
        int[] end = [.. begin.Select((first, axis) => own[axis] == 0 ? first : first + (own[axis] - 1) * step[axis] + 1)];
        return Apply(new Slice(begin, end, step), outputGradient);
    }
}

/// <content>The method that applies <see cref="Operations.Pad"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Adds elements of a constant value before and after each axis; see <see cref="Operations.Pad"/>.</summary>
    /// <exception cref="ShapeException">Not one number for each axis, a negative one, or more elements than a tensor can have.</exception>
    public static Tensor Pad(this Tensor x, int[] before, int[] after, double value = 0)
    {
        if (before.Length != x.Shape.Rank || after.Length != x.Shape.Rank || before.Concat(after).Any(count => count < 0))
        {
            throw new ShapeException($"Pad: before and after need one number ≥ 0 for each of the {x.Shape.Rank} axes of {x.Shape}.");
        }

        Shape shape = new([.. before.Select((count, axis) => ElementCount.Extent((long)count + x.Shape[axis] + after[axis], nameof(Pad)))]);
        return Operation.Apply(new Pad(shape, before, [.. Enumerable.Repeat(1, before.Length)], value), x);
    }
}
