using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Maximum over neighbouring axes, y[o, i] = maxₑ x[o, e, i].</summary>
/// <remarks>
/// Shapes: x [*] → y without the reduced axes.
/// Gradient: ∂L/∂y is divided equally among the elements that are equal to the maximum.
/// At the edges: NaN if any element is NaN; its gradient is then 0. An axis of extent 0 has no maximum and is refused.
/// </remarks>
/// <param name="axis">First reduced axis, from 0.</param>
/// <param name="count">Number of neighbouring axes reduced.</param>
public sealed class Max(int axis, int count) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Along(axis, count).Extent > 0
        ? Inputs[0].Shape.Without(axis, count)
        : throw new ShapeException($"{Name}: {Inputs[0].Shape} has no elements along the reduced axes, so there is no maximum.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.Max(Inputs[0].Shape.Along(axis, count), InputBuffer(0), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        int[] extents = Inputs[0].Shape.Extents.Slice(axis, count).ToArray();
        Tensor isMaximum = Inputs[0].EqualTo(Apply(new Broadcast(axis, extents), Output));
        Tensor share = outputGradient / Apply(new Sum(axis, count), isMaximum);
        return isMaximum.MultiplyOrZero(Apply(new Broadcast(axis, extents), share));
    }
}

/// <content>The method that applies <see cref="Operations.Max"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Max"/>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <param name="keepAxes">Keep the axes with extent 1.</param>
    public static Tensor Max(this Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false) =>
        Reduce(x, axes, keepAxes, static (tensor, axis, count) => Operation.Apply(new Max(axis, count), tensor));
}
