namespace NativeGan.Engine.Operations;

/// <content>The minimum over axes, made of <see cref="Operations.Max"/>.</content>
public static partial class TensorOperations
{
    /// <summary>The smallest of all elements, a scalar.</summary>
    /// <inheritdoc cref="Min(Tensor, ReadOnlySpan{int}, bool)"/>
    public static Tensor Min(this Tensor x) => x.Min([.. Enumerable.Range(0, x.Shape.Rank)]);

    /// <summary>Minimum over axes, y[o, i] = minₑ x[o, e, i] = −maxₑ(−x[o, e, i]).</summary>
    /// <remarks>
    /// Shapes: x [*] → y without the reduced axes.
    /// Gradient: ∂L/∂y is shared equally by the elements that attain the minimum.
    /// At the edges: NaN if any element is NaN; its gradient is then 0. An axis of extent 0 has no minimum and is refused.
    /// </remarks>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <param name="keepAxes">Keep the axes with extent 1.</param>
    /// <exception cref="ShapeException">An axis does not exist, is given twice, or has extent 0.</exception>
    public static Tensor Min(this Tensor x, ReadOnlySpan<int> axes, bool keepAxes = false) => x.Negate().Max(axes, keepAxes).Negate();
}
