using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Sum over neighbouring axes, y[o, i] = Σₑ x[o, e, i].</summary>
/// <remarks>
/// Shapes: x [*] → y without the summed axes.
/// Gradient: ∂L/∂x = ∂L/∂y repeated along the summed axes: <see cref="Broadcast"/>, of which this is the adjoint.
/// At the edges: the sum of nothing is 0. The order of additions is fixed, whatever the number of threads.
/// </remarks>
/// <param name="axis">First summed axis, from 0.</param>
/// <param name="count">Number of neighbouring axes summed.</param>
public sealed class Sum(int axis, int count) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Without(axis, count);

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.Sum(Inputs[0].Shape.Along(axis, count), InputBuffer(0), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new Broadcast(axis, Inputs[0].Shape.Extents.Slice(axis, count).ToArray()), outputGradient);
}

/// <content>The methods that apply <see cref="Operations.Sum"/>.</content>
public static partial class TensorOperations
{
    /// <summary>The sum of all elements, a scalar.</summary>
    public static Tensor Sum(this Tensor x) => x.Shape.Rank == 0 ? x : Operation.Apply(new Sum(0, x.Shape.Rank), x);

    /// <inheritdoc cref="Operations.Sum"/>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis to sum over; negative counts from the end.</param>
    /// <param name="keepAxis">Keep the axis with extent 1.</param>
    public static Tensor Sum(this Tensor x, int axis, bool keepAxis = false) => x.Sum([axis], keepAxis);

    /// <summary>The sum over several axes; see <see cref="Operations.Sum"/>.</summary>
    /// <exception cref="ShapeException">An axis does not exist, or is given twice.</exception>
    public static Tensor Sum(this Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false) =>
        Reduce(x, axes, keepAxes, static (tensor, axis, count) => Operation.Apply(new Sum(axis, count), tensor));

    /// <summary>Applies a reduction over neighbouring axes to each run of neighbours among the given axes, last run first.</summary>
    internal static Tensor Reduce(Tensor x, ReadOnlySpan<int> axes, bool keepAxes, Func<Tensor, int, int, Tensor> reduce)
    {
        Shape shape = x.Shape;
        bool[] isReduced = new bool[shape.Rank];
        foreach (int axis in axes)
        {
            int positive = shape.Axis(axis);
            if (isReduced[positive])
            {
                throw new ShapeException($"Reduction of {shape}: axis {axis} is given twice.");
            }

            isReduced[positive] = true;
        }

        Tensor result = x;
        for (int last = shape.Rank - 1; last >= 0; last--)
        {
            if (!isReduced[last])
            {
                continue;
            }

            int first = last;
            while (first > 0 && isReduced[first - 1])
            {
                first--;
            }

            result = reduce(result, first, last - first + 1);
            last = first;
        }

        return keepAxes ? result.Reshape([.. shape.Extents.ToArray().Select((extent, axis) => isReduced[axis] ? 1 : extent)]) : result;
    }
}
