namespace NativeGan.Engine.Operations;

/// <content>The mean, made of <see cref="Operations.Sum"/> and <see cref="Operations.DivideScalar"/>.</content>
public static partial class TensorOperations
{
    /// <summary>The mean of all elements, a scalar; NaN for a tensor without elements.</summary>
    /// <remarks>
    /// Shapes: x [*] → a scalar.
    /// Gradient: ∂L/∂x = ∂L/∂y / n for each of the n elements.
    /// </remarks>
    public static Tensor Mean(this Tensor x) => x.Sum().DivideScalar(x.Shape.Count);

    /// <summary>The mean over one axis.</summary>
    /// <remarks>
    /// Shapes: x [*] → y without the axis, or with extent 1 there.
    /// Gradient: ∂L/∂x = ∂L/∂y / n, repeated along the axis, for its n elements.
    /// </remarks>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keepAxis">Keep the axis with extent 1.</param>
    public static Tensor Mean(this Tensor x, int axis, bool keepAxis = false) => x.Mean([axis], keepAxis);

    /// <summary>The mean over several axes.</summary>
    /// <remarks>
    /// Shapes: x [*] → y without the axes, or with extent 1 there.
    /// Gradient: ∂L/∂x = ∂L/∂y / n, repeated along the axes, for n elements in each mean.
    /// </remarks>
    /// <exception cref="ShapeException">An axis does not exist, or is given twice.</exception>
    public static Tensor Mean(this Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false)
    {
        double count = 1;
        foreach (int axis in axes)
        {
            count *= x.Shape[axis];
        }

        return x.Sum(axes, keepAxes).DivideScalar(count);
    }
}
