using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Reorders axes: axis a of y is axis permutation[a] of x.</summary>
/// <remarks>
/// Shapes: x [e₀, e₁, …] → y [e_p₀, e_p₁, …].
/// Gradient: ∂L/∂x = ∂L/∂y under the inverse permutation.
/// It copies; a matrix product takes a transposed operand without a copy.
/// </remarks>
public sealed class Transpose(params int[] permutation) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape shape = Inputs[0].Shape;
        if (permutation.Length != shape.Rank || !permutation.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
        {
            throw new ShapeException($"{Name}: [{string.Join(", ", permutation)}] is no permutation of the {shape.Rank} axes of {shape}.");
        }

        return new Shape([.. permutation.Select(axis => shape[axis])]);
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        int[] sourceStrides = Inputs[0].Shape.Strides(), targetStrides = Output.Shape.Strides();
        BlockAxis[] axes = [.. permutation.Select((axis, position) =>
            new BlockAxis(Output.Shape[position], sourceStrides[axis], targetStrides[position]))];
        backend.CopyBlock(BlockCopy.Create(0, 0, axes), InputBuffer(0), Output.Buffer);
    }

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        int[] inverse = new int[permutation.Length];
        for (int axis = 0; axis < inverse.Length; axis++)
        {
            inverse[permutation[axis]] = axis;
        }

        return Apply(new Transpose(inverse), outputGradient);
    }
}

/// <content>The method that applies <see cref="Operations.Transpose"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Transpose"/>
    /// <exception cref="ShapeException">Not a permutation of the axes, or more than <see cref="BlockCopy.MaxRank"/> of them.</exception>
    public static Tensor Transpose(this Tensor x, params int[] permutation) => Operation.Apply(new Transpose(permutation), x);
}
