using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>How one matrix product is cut into items that threads can claim, and which operands are packed.</summary>
internal readonly struct MatMulPlan
{
    private const int Lanes = 16;

    // Inner extent of a block where b is packed: eight wide panels of b then take 590 KB of a second-level cache of 1 MB, and
    // a tile of a half the first level.
    private const int PackedInnerBlock = 384;

    // Where nothing is packed: the longer, the fewer times sums are stored and loaded. A b of up to 1 MB stays in the second
    // level; of a larger one only a block of a panel does, and less of that where its rows crowd into few cache sets.
    private const int DirectInnerBlock = 2048, LargeDirectInnerBlock = 256, ConflictingDirectInnerBlock = 128;
    private const int MaxElementsOfSmallB = 256 * 1024;

    // Rows from which on packing b pays: each panel is then read by so many tiles that it should lie in one piece.
    private const int MinRowsToPackB = 256;

    // Rows of one item at most where a last panel is partial: bounds its scratch sums to 48 KB.
    private const int MaxRowsOfPartialPanel = 256;

    // Below this, an item is not worth a claim by another thread (0.1 µs) and one more load of its operands.
    private const long MinItemOperations = 400_000;

    // Items per thread to aim for, so that a thread that is held up for a while leaves its share to the others.
    private const int ItemsPerThread = 6;

    private readonly MatMulPanels _panels;
    private readonly int _rowGroups;
    private readonly int _panelGroups;

    public MatMulPlan(MatMulSize size, int threads)
    {
        Size = size;

        _panels = new MatMulPanels(size.Columns);
        Panels = _panels.Count;

        bool hasManyRows = size.Rows >= MinRowsToPackB && Panels >= 4;
        long elementsOfB = (long)size.Inner * size.Columns;
        PacksB = size.TransposeB || hasManyRows;
        PacksA = hasManyRows && elementsOfB > MaxElementsOfSmallB && Conflicts(size.TransposeA ? size.InnerStrideA : size.RowStrideA);
        PanelsAtOnce = hasManyRows ? 8 : PacksB ? 2 : 1;
        MaxInnerBlock = PacksB || size.Columns % Lanes != 0 ? PackedInnerBlock
            : Conflicts(size.InnerStrideB) ? ConflictingDirectInnerBlock
            : elementsOfB > MaxElementsOfSmallB ? LargeDirectInnerBlock
            : DirectInnerBlock;
        InnerBlocks = Math.Max(DivideUp(size.Inner, MaxInnerBlock), 1);

        _rowGroups = size.Columns % Lanes == 0 ? 1 : DivideUp(size.Rows, MaxRowsOfPartialPanel);
        _panelGroups = DivideUp(Panels, PanelsAtOnce);
        if (threads > 1)
        {
            // Finer in rows if there are too few items, but not so fine that fetching and packing b outweigh using it.
            int wantedGroups = DivideUp(ItemsPerThread * threads, _panelGroups);
            _rowGroups = Math.Max(_rowGroups, Math.Min(wantedGroups, size.Rows / (PacksB ? 128 : 48)));
        }

        long worthwhile = Math.Max(size.FloatingPointOperations / MinItemOperations, 1);
        _panelGroups = (int)Math.Clamp(worthwhile / _rowGroups, 1, _panelGroups);
    }

    /// <summary>The product's extents.</summary>
    public MatMulSize Size { get; }

    /// <summary>Whether tiles of a are copied before use.</summary>
    public bool PacksA { get; }

    /// <summary>Whether all panels of b are copied before use; a panel of less than full vectors always is.</summary>
    public bool PacksB { get; }

    /// <summary>Panels of columns in all.</summary>
    public int Panels { get; }

    /// <summary>Panels that an item works on together, tile by tile.</summary>
    public int PanelsAtOnce { get; }

    /// <summary>Largest inner extent of a block.</summary>
    public int MaxInnerBlock { get; }

    /// <summary>Blocks of the inner extent; one, perhaps empty, at least.</summary>
    public int InnerBlocks { get; }

    /// <summary>Items in all.</summary>
    public int Items => _rowGroups * _panelGroups;

    /// <summary>Panels and rows of an item, as half-open ranges.</summary>
    public void Locate(int item, out int firstPanel, out int endPanel, out int firstRow, out int endRow)
    {
        int rowGroup = item / _panelGroups, panelGroup = item % _panelGroups;
        firstPanel = Share(Panels, panelGroup, _panelGroups);
        endPanel = Share(Panels, panelGroup + 1, _panelGroups);
        firstRow = Share(Size.Rows, rowGroup, _rowGroups);
        endRow = Share(Size.Rows, rowGroup + 1, _rowGroups);
    }

    /// <summary>First column of a panel.</summary>
    public int FirstColumn(int panel) => _panels.FirstColumn(panel);

    /// <summary>Columns of a panel in whole vectors, of which the last panel may use the last one in part.</summary>
    public int Width(int panel) => _panels.Width(panel);

    /// <summary>The panels from <paramref name="first"/> on that an item works on together: of one width, and not too many.</summary>
    public int EndTogether(int first, int end)
    {
        int width = Width(first), last = Math.Min(end, first + PanelsAtOnce);
        int panel = first + 1;
        while (panel < last && Width(panel) == width)
        {
            panel++;
        }

        return panel;
    }

    /// <summary>First inner index of a block; blocks differ in extent by one at most.</summary>
    public int FirstInner(int block) => Share(Size.Inner, block, InnerBlocks);

    /// <summary>The first of <paramref name="count"/> that belongs to one of several parts, which differ by one at most.</summary>
    public static int Share(int count, int part, int parts) => (int)((long)count * part / parts);

    // Rows a multiple of 4 KB apart all map to one set of a first-level cache of 32 KB, and to sixteen of the second level.
    private static bool Conflicts(int stride) => stride % 1024 == 0;

    private static int DivideUp(int count, int size) => (int)(((long)count + size - 1) / size);
}
