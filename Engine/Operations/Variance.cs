namespace NativeGan.Engine.Operations;

/// <content>The variance, made of means and squares.</content>
public static partial class TensorOperations
{
    /// <summary>The variance of all elements, a scalar.</summary>
    /// <inheritdoc cref="Variance(Tensor, ReadOnlySpan{int}, int, bool)"/>
    public static Tensor Variance(this Tensor x, int ddof = 0) => x.Variance([.. Enumerable.Range(0, x.Shape.Rank)], ddof);

    /// <summary>Variance over axes, y = Σ (x − μ)²/(n − ddof) with μ the mean of the n elements.</summary>
    /// <remarks>
    /// Shapes: x [*] → y without the reduced axes.
    /// Gradient: ∂L/∂x = ∂L/∂y · 2(x − μ)/(n − ddof), by the operations it is made of.
    /// At the edges: two passes, so that a large mean does not swamp the differences; 0 for equal elements. Where n = ddof, a division by 0:
    /// NaN for equal elements (so for a single one, and for none), else ∞.
    /// Source: Chan, Golub &amp; LeVeque, "Algorithms for computing the sample variance" (1983), the two-pass algorithm.
    /// </remarks>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <param name="ddof">Degrees of freedom taken off n: 0 for the biased variance (the default, as in NumPy), 1 for the unbiased one.</param>
    /// <param name="keepAxes">Keep the axes with extent 1.</param>
    /// <exception cref="ShapeException">An axis does not exist, is given twice, or ddof is not 0 to n.</exception>
    public static Tensor Variance(this Tensor x, ReadOnlySpan<int> axes, int ddof = 0, bool keepAxes = false)
    {
        long count = 1;
        foreach (int axis in axes)
        {
            count *= x.Shape[axis];
        }

        if (ddof < 0 || ddof > count)
        {
            throw new ShapeException($"Variance: ddof is {ddof}, 0 to {count} is expected: {x.Shape} has {count} elements along the reduced axes.");
        }

        return (x - x.Mean(axes, keepAxes: true)).Square().Sum(axes, keepAxes).DivideScalar(count - ddof);
    }
}
