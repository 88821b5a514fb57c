namespace NativeGan.Engine;

/// <summary>Products and extents, computed in 64 bits and checked: the one place that says how large a tensor can be.</summary>
/// <remarks>
/// A tensor has at most 2³¹ − 1 elements, so that every place in it is an int. What leads to an extent or a count (paddings, strides,
/// sums of extents, products) can be larger and is a long until it passes through here.
/// </remarks>
public static class ElementCount
{
    /// <summary>The product of extents; 0 where one of them is 0, however large the others are.</summary>
    /// <exception cref="ShapeException">It is above 2³¹ − 1.</exception>
    public static int Of(params ReadOnlySpan<int> extents)
    {
        if (extents.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (int extent in extents)
        {
            // Two factors below 2³¹ cannot overflow 64 bits, and the product is checked before the next.
            count *= extent;
            if (Math.Abs(count) > int.MaxValue)
            {
                throw new ShapeException($"Shape: [{string.Join(", ", extents.ToArray())}] has more than {int.MaxValue} elements.");
            }
        }

        return (int)count;
    }

    /// <summary>An extent that was computed in 64 bits.</summary>
    /// <param name="extent">The extent; one that is negative is left to the shape to refuse.</param>
    /// <param name="operation">Who asks, for the message.</param>
    /// <exception cref="ShapeException">It is above 2³¹ − 1.</exception>
    public static int Extent(long extent, string operation) => extent is >= int.MinValue and <= int.MaxValue
        ? (int)extent
        : throw new ShapeException($"{operation}: an axis would have {extent} elements, at most {int.MaxValue} are possible.");
}
