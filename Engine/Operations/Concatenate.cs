using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Tensors one after the other along an axis.</summary>
/// <remarks>
/// Shapes: xᵢ equal but for the axis → y with the sum of their extents there.
/// Gradient: ∂L/∂xᵢ = the <see cref="Slice"/> of ∂L/∂y where xᵢ went.
/// </remarks>
/// <param name="axis">The axis, from 0.</param>
public sealed class Concatenate(int axis) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape first = Inputs[0].Shape;
        long extent = 0;
        foreach (Tensor input in Inputs)
        {
            if (input.Shape.Rank != first.Rank || !input.Shape.With(axis, first[axis]).Equals(first))
            {
                throw new ShapeException($"{Name}: {first} and {input.Shape} differ in more than axis {axis}.");
            }

            extent += input.Shape[axis];
        }

        return first.With(axis, ElementCount.Extent(extent, Name));
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        for (int input = 0; input < Inputs.Count; input++)
        {
            Shape shape = Inputs[input].Shape;
            BlockCopy block = Operations.Slice.Block(Output.Shape, shape, Begin(input), Ones(shape.Rank));
            backend.CopyBlock(block.Reversed(), InputBuffer(input), Output.Buffer);
        }
    }

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        int[] begin = Begin(input);
        int[] end = outputGradient.Shape.Extents.ToArray();
        end[axis] = begin[axis] + Inputs[input].Shape[axis];
        return outputGradient.Slice(begin, end);
    }

    private int[] Begin(int input)
    {
        int[] begin = new int[Inputs[input].Shape.Rank];
        for (int before = 0; before < input; before++)
        {
            begin[axis] += Inputs[before].Shape[axis];
        }

        return begin;
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}

/// <content>The method that applies <see cref="Operations.Concatenate"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Concatenate"/>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="tensors">One tensor or more.</param>
    /// <exception cref="ShapeException">Shapes differ in another axis, or together they are larger than a tensor can be.</exception>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> tensors) =>
        Operation.Apply(new Concatenate(tensors[0].Shape.Axis(axis)), tensors);
}
