using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>A block of a tensor: along each axis the elements begin, begin + step, … below end.</summary>
/// <remarks>
/// Shapes: x [e₀, …] → y [⌈(endₐ − beginₐ)/stepₐ⌉, …].
/// Gradient: ∂L/∂x = ∂L/∂y put back in place among zeros: <see cref="Pad"/>, of which this is the adjoint.
/// </remarks>
/// <param name="begin">First element of each axis.</param>
/// <param name="end">One past the last, for each axis.</param>
/// <param name="step">Distance between taken elements, at least 1, for each axis.</param>
public sealed class Slice(int[] begin, int[] end, int[] step) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape shape = Inputs[0].Shape;
        if (begin.Length != shape.Rank || end.Length != shape.Rank || step.Length != shape.Rank)
        {
            throw new ShapeException($"{Name}: begin, end and step need one value for each of the {shape.Rank} axes of {shape}.");
        }

        int[] extents = new int[shape.Rank];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (begin[axis] < 0 || end[axis] > shape[axis] || end[axis] < begin[axis] || step[axis] < 1)
            {
                throw new ShapeException($"{Name}: axis {axis} of {shape}: begin {begin[axis]}, end {end[axis]}, step {step[axis]}; 0 ≤ begin ≤ end ≤ {shape[axis]} and step ≥ 1 are expected.");
            }

            extents[axis] = end[axis] == begin[axis] ? 0 : (end[axis] - begin[axis] - 1) / step[axis] + 1;
        }

        return new Shape(extents);
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.CopyBlock(Block(Inputs[0].Shape, Output.Shape, begin, step), InputBuffer(0), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new Pad(Inputs[0].Shape, begin, step, value: 0), outputGradient);

    /// <summary>The copy from a strided block of a whole tensor to a dense one.</summary>
    internal static BlockCopy Block(Shape whole, Shape dense, int[] begin, int[] step)
    {
        int[] wholeStrides = whole.Strides(), denseStrides = dense.Strides();
        int offset = 0;
        BlockAxis[] axes = new BlockAxis[dense.Rank];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            // Only a stride that leads somewhere is a product within the tensor: a step of 2³¹ − 1 may stand at an axis of one element.
            offset += dense.Count == 0 ? 0 : begin[axis] * wholeStrides[axis];
            axes[axis] = new BlockAxis(dense[axis], dense[axis] > 1 ? step[axis] * wholeStrides[axis] : 0, denseStrides[axis]);
        }

        return BlockCopy.Create(offset, 0, axes);
    }
}

/// <content>The method that applies <see cref="Operations.Slice"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Slice"/>
    /// <exception cref="ShapeException">The block does not lie inside the tensor.</exception>
    public static Tensor Slice(this Tensor x, int[] begin, int[] end, int[]? step = null) =>
        Operation.Apply(new Slice(begin, end, step ?? [.. Enumerable.Repeat(1, x.Shape.Rank)]), x);
}
