using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>The same numbers under another shape; shares the buffer, moves nothing.</summary>
/// <remarks>
/// Shapes: x [*] → y [shape], with equal counts.
/// Gradient: ∂L/∂x = ∂L/∂y with x's shape.
/// </remarks>
public sealed class ReshapeOperation(Shape shape) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape() => shape.Count == Inputs[0].Shape.Count
        ? shape
        : throw new ShapeException($"{Name}: {Inputs[0].Shape} has {Inputs[0].Shape.Count} elements, {shape} has {shape.Count}; they must be equal.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        // Nothing to compute: the output is the input's buffer.
    }

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => Apply(new ReshapeOperation(Inputs[0].Shape), outputGradient);

    /// <inheritdoc/>
    private protected override Tensor CreateOutput(IBackend backend, Shape outputShape) => Inputs[0].Share(outputShape);
}

/// <content>The method that applies <see cref="ReshapeOperation"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="ReshapeOperation"/>
    /// <param name="x">The tensor.</param>
    /// <param name="extents">The new extents; one of them may be −1 and is worked out.</param>
    /// <returns>A tensor on the same buffer; x itself where the shape is the same.</returns>
    /// <exception cref="ShapeException">The counts differ, or more than one extent is −1.</exception>
    public static Tensor Reshape(this Tensor x, params int[] extents)
    {
        int[] resolved = [.. extents];
        int unknown = Array.IndexOf(resolved, -1);
        if (unknown >= 0)
        {
            int known = ElementCount.Of([.. resolved[..unknown], .. resolved[(unknown + 1)..]]);
            if (known <= 0 || x.Shape.Count % known != 0)
            {
                throw new ShapeException($"Reshape: {x.Shape} has {x.Shape.Count} elements, which does not fit [{string.Join(", ", extents)}].");
            }

            resolved[unknown] = x.Shape.Count / known;
        }

        Shape shape = new(resolved);
        return shape.Equals(x.Shape) ? x : Operation.Apply(new ReshapeOperation(shape), x);
    }
}
