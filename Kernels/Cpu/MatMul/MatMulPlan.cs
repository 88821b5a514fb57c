using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>How one matrix product is cut into shares that threads can claim, and which operands are packed.</summary>
/// <remarks>
/// A share is a range of panels by a range of rows. <see cref="CpuMatMul"/> goes through its panels a few at a time, through the
/// inner extent block by block, and through the tiles of each.
/// </remarks>
internal readonly struct MatMulPlan
{
    private const int Lanes = PaddedVector.Lanes;

    // Inner extent of a block where b is packed: eight wide panels of b then take 590 KB of a second-level cache of 1 MB, and
    // a tile of a half the first level.
    private const int PackedInnerBlock = 384;

    // Where nothing is packed: the longer, the fewer times sums are stored and loaded. A b of up to 1 MB stays in the second
    // level; of a larger one only a block of a panel does, and less of that where its rows crowd into few cache sets.
    private const int DirectInnerBlock = 2048, LargeDirectInnerBlock = 256, ConflictingDirectInnerBlock = 128;
    private const int MaxElementsOfSmallB = 256 * 1024;

    // Rows from which on packing b pays: many tiles then read each panel, which should lie in one place.
    private const int MinRowsToPackB = 256;

    // Rows of a share at most where the last panel is partial, which bounds its scratch sums to 48 KB, and where the totals of a
    // long sum are in scratch too: eight wide panels of them take 790 KB.
    private const int MaxRowsInScratch = 256;

    // Below this, a share is not worth a claim by another thread (0.1 µs) and one more load of its operands.
    private const long MinShareOperations = 400_000;

    // Shares per thread to aim for, so that a thread that is held up for a while leaves the rest to the others.
    private const int SharesPerThread = 6;

    private readonly int _rowShares;
    private readonly int _panelShares;

    public MatMulPlan(MatMulSize size, int threads)
    {
        Size = size;
        Panels = new MatMulPanels(size.Columns);

        IsLong = LongSums.IsLong(size.Inner);

        int panels = Panels.Count;
        bool hasManyRows = size.Rows >= MinRowsToPackB && panels >= 4;
        long elementsOfB = (long)size.Inner * size.Columns;
        PacksB = size.TransposeB || hasManyRows;
        PacksA = hasManyRows && elementsOfB > MaxElementsOfSmallB && Conflicts(size.TransposeA ? size.InnerStrideA : size.RowStrideA);
        PanelsAtOnce = hasManyRows ? 8 : PacksB ? 2 : 1;
        MaxInnerBlock = IsLong ? LongSums.Block
            : PacksB || size.Columns % Lanes != 0 ? PackedInnerBlock
            : Conflicts(size.InnerStrideB) ? ConflictingDirectInnerBlock
            : elementsOfB > MaxElementsOfSmallB ? LargeDirectInnerBlock
            : DirectInnerBlock;
        InnerBlocks = Math.Max(Partition.DivideUp(size.Inner, MaxInnerBlock), 1);

        _rowShares = size.Columns % Lanes == 0 && !IsLong ? 1 : Partition.DivideUp(size.Rows, MaxRowsInScratch);
        _panelShares = Partition.DivideUp(panels, PanelsAtOnce);
        if (threads > 1)
        {
            // Finer in rows if there are too few shares, but not so fine that fetching and packing b outweigh using it.
            int wanted = Partition.DivideUp(SharesPerThread * threads, _panelShares);
            _rowShares = Math.Max(_rowShares, Math.Min(wanted, size.Rows / (PacksB ? 128 : 48)));
        }

        long worthwhile = Math.Max(size.FloatingPointOperations / MinShareOperations, 1);
        _panelShares = (int)Math.Clamp(worthwhile / _rowShares, 1, _panelShares);
    }

    /// <summary>The product's extents.</summary>
    public MatMulSize Size { get; }

    /// <summary>Whether the inner extent is that of <see cref="LongSums"/>: its blocks have a fixed length and sums of their own.</summary>
    public bool IsLong { get; }

    /// <summary>Whether tiles of a are copied before use.</summary>
    public bool PacksA { get; }

    /// <summary>Whether all panels of b are copied before use; a panel that does not fill its last vector always is.</summary>
    public bool PacksB { get; }

    /// <summary>The columns of b and c.</summary>
    public MatMulPanels Panels { get; }

    /// <summary>Panels that a share works on together, tile by tile.</summary>
    public int PanelsAtOnce { get; }

    /// <summary>Largest inner extent of a block.</summary>
    public int MaxInnerBlock { get; }

    /// <summary>Blocks of the inner extent; one, perhaps empty, at least.</summary>
    public int InnerBlocks { get; }

    /// <summary>Shares in all.</summary>
    public int Shares => _rowShares * _panelShares;

    /// <summary>Panels and rows of a share, as half-open ranges.</summary>
    public void Locate(int share, out int firstPanel, out int endPanel, out int firstRow, out int endRow)
    {
        (int rowShare, int panelShare) = Math.DivRem(share, _panelShares);
        (firstPanel, endPanel) = Partition.Even(Panels.Count, panelShare, _panelShares);
        (firstRow, endRow) = Partition.Even(Size.Rows, rowShare, _rowShares);
    }

    /// <summary>
    /// The end of the panels from <paramref name="first"/> on that are worked on together: of one width, and not too many.
    /// </summary>
    public int EndTogether(int first, int end) => Panels.EndOfWidth(first, Math.Min(end, first + PanelsAtOnce));

    /// <summary>Inner indices of a block, as a half-open range; blocks differ in extent by one at most, or are of a long sum's length.</summary>
    public (int First, int End) InnerBlock(int block) =>
        IsLong ? Partition.OfLength(Size.Inner, block, LongSums.Block) : Partition.Even(Size.Inner, block, InnerBlocks);

    // Rows a multiple of 4 KB apart all map to one set of a first-level cache of 32 KB, and to sixteen of the second level.
    private static bool Conflicts(int stride) => stride % 1024 == 0;
}
