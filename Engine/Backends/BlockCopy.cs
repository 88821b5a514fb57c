namespace NativeGan.Engine.Backends;

/// <summary>
/// y[TargetOffset + Σₐ iₐ·TargetStride(a)] = x[SourceOffset + Σₐ iₐ·SourceStride(a)] for every index i below the extents.
/// </summary>
/// <remarks>
/// Six axes, named fields rather than an array so that the struct can be a GPU kernel's argument; unused leading axes
/// have extent 1. Strides count elements and are never negative. Elements of y outside the block are left alone.
/// </remarks>
public readonly record struct BlockCopy(int SourceOffset, int TargetOffset, BlockAxis A0, BlockAxis A1, BlockAxis A2, BlockAxis A3, BlockAxis A4, BlockAxis A5)
{
    /// <summary>Most axes a block can have.</summary>
    public const int MaxRank = 6;

    /// <summary>Elements copied.</summary>
    public int Count => ElementCount.Of(A0.Extent, A1.Extent, A2.Extent, A3.Extent, A4.Extent, A5.Extent);

    /// <summary>A block with up to <see cref="MaxRank"/> axes, outermost first.</summary>
    /// <exception cref="ArgumentException">More axes than <see cref="MaxRank"/>.</exception>
    public static BlockCopy Create(int sourceOffset, int targetOffset, ReadOnlySpan<BlockAxis> axes)
    {
        if (axes.Length > MaxRank)
        {
            throw new ArgumentException($"BlockCopy: found {axes.Length} axes, at most {MaxRank} are supported.", nameof(axes));
        }

        Span<BlockAxis> six = stackalloc BlockAxis[MaxRank];
        six.Fill(new BlockAxis(1, 0, 0));
        axes.CopyTo(six[(MaxRank - axes.Length)..]);
        return new BlockCopy(sourceOffset, targetOffset, six[0], six[1], six[2], six[3], six[4], six[5]);
    }

    /// <summary>The copy in the opposite direction.</summary>
    public BlockCopy Reversed() => new(
        TargetOffset, SourceOffset, A0.Reversed(), A1.Reversed(), A2.Reversed(), A3.Reversed(), A4.Reversed(), A5.Reversed());

    /// <summary>Where the element with the given rank in row-major order of the block comes from and goes to.</summary>
    public (int Source, int Target) Locate(int element)
    {
        int source = SourceOffset, target = TargetOffset;
        Split(A5, ref element, ref source, ref target);
        Split(A4, ref element, ref source, ref target);
        Split(A3, ref element, ref source, ref target);
        Split(A2, ref element, ref source, ref target);
        Split(A1, ref element, ref source, ref target);
        Split(A0, ref element, ref source, ref target);
        return (source, target);
    }

    private static void Split(BlockAxis axis, ref int element, ref int source, ref int target)
    {
        int index = element % axis.Extent;
        element /= axis.Extent;
        source += index * axis.SourceStride;
        target += index * axis.TargetStride;
    }
}

/// <summary>One axis of a <see cref="BlockCopy"/>: how many elements, and how far apart on either side.</summary>
public readonly record struct BlockAxis(int Extent, int SourceStride, int TargetStride)
{
    /// <summary>The axis in the opposite direction.</summary>
    public BlockAxis Reversed() => new(Extent, TargetStride, SourceStride);
}
