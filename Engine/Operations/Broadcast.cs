using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Repeats a tensor along new neighbouring axes, y[o, e, i] = x[o, i].</summary>
/// <remarks>
/// Shapes: x [*] → y with the given extents inserted.
/// Gradient: ∂L/∂x = <see cref="Sum"/> of ∂L/∂y over those axes.
/// </remarks>
/// <param name="axis">Where the first new axis stands in y.</param>
/// <param name="extents">Extents of the new axes.</param>
public sealed class Broadcast(int axis, params int[] extents) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        ReadOnlySpan<int> own = Inputs[0].Shape.Extents;
        return new Shape([.. own[..axis], .. extents, .. own[axis..]]);
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.Broadcast(Output.Shape.Along(axis, extents.Length), InputBuffer(0), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new Sum(axis, extents.Length), outputGradient);
}

/// <content>The method that applies <see cref="Operations.Broadcast"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Stretches axes of extent 1 and adds leading axes until the tensor has the given shape, as NumPy broadcasts.</summary>
    /// <remarks>Each run of stretched axes is one <see cref="Operations.Broadcast"/>; the gradient is the sum over them.</remarks>
    /// <exception cref="ShapeException">An axis has neither extent 1 nor the wanted one.</exception>
    public static Tensor BroadcastTo(this Tensor x, Shape shape)
    {
        if (x.Shape.Equals(shape))
        {
            return x;
        }

        int added = shape.Rank - x.Shape.Rank;
        if (added < 0)
        {
            throw new ShapeException($"BroadcastTo: {x.Shape} has more axes than {shape}.");
        }

        bool[] isStretched = new bool[shape.Rank];
        List<int> kept = [];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int own = axis < added ? 1 : x.Shape[axis - added];
            isStretched[axis] = axis < added || (own == 1 && shape[axis] != 1);
            if (!isStretched[axis])
            {
                if (own != shape[axis])
                {
                    throw new ShapeException($"BroadcastTo: {x.Shape} does not broadcast to {shape}: axis {axis - shape.Rank} has {own}, 1 or {shape[axis]} is expected.");
                }

                kept.Add(own);
            }
        }

        Tensor result = x.Reshape([.. kept]);
        for (int first = 0; first < shape.Rank; first++)
        {
            if (isStretched[first])
            {
                int last = first;
                while (last + 1 < shape.Rank && isStretched[last + 1])
                {
                    last++;
                }

                result = Operation.Apply(new Broadcast(first, shape.Extents[first..(last + 1)].ToArray()), result);
                first = last;
            }
        }

        return result;
    }

    /// <summary>Applies an operation on two tensors after broadcasting them to a common shape.</summary>
    private static Tensor ApplyBroadcast<TFormula>(BinaryOperation<TFormula> operation, Tensor a, Tensor b)
        where TFormula : unmanaged, IBinaryFormula
    {
        if (!a.Shape.Equals(b.Shape))
        {
            Shape shape = Shape.Broadcast(a.Shape, b.Shape, operation.Name);
            a = a.BroadcastTo(shape);
            b = b.BroadcastTo(shape);
        }

        return Operation.Apply(operation, a, b);
    }
}
