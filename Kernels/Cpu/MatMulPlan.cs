using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>How one matrix product is cut into items that threads can claim, and which operands are packed.</summary>
internal readonly struct MatMulPlan
{
    /// <summary>Columns of a panel: two vectors of sixteen.</summary>
    public const int PanelWidth = 32;

    /// <summary>Largest inner extent of one block: eight panels of b then take a quarter of a second-level cache of 1 MB.</summary>
    /// <remarks>
    /// Panels stream from there at 9 bytes a cycle while the tile of a stays in the first level. Blocks of 128, 192 and 400
    /// are 1 to 6 % slower on a Cascade Lake Xeon at 2.5 GHz.
    /// </remarks>
    public const int MaxInnerBlock = 256;

    // Rows of one item at most: bounds the scratch sums of a partial panel to 32 KB.
    private const int MaxItemRows = 256;

    // An item's rows of a should stay in a second-level cache of 1 MB while panels of b stream past: 512 KB.
    private const long MaxItemElementsOfA = 128 * 1024;

    // Below this, an item is not worth a claim by another thread (0.1 µs) and one more load of its operands.
    private const long MinItemOperations = 400_000;

    // Items per thread to aim for, so that a thread that is held up for a while leaves its share to the others.
    private const int ItemsPerThread = 8;

    // A panel read where it lies, with rows a power of two apart, finds room in a few sets of the first-level cache only.
    // Packing it costs 2 % of 128 rows' work; it takes 128·256·784 from 60 to 74 % of the multiply-add limit and 784 inner
    // elements from 71 to 77 % on a Cascade Lake Xeon at 2.5 GHz, and costs up to 5 % on Zen 5.
    private const int MinRowsToPackB = 48;

    // With these low bits zero, rows lie a multiple of 2 KB apart and crowd into few sets of the caches.
    private const int ConflictMask = 511;

    private readonly int _rowTiles;
    private readonly int _rowGroups;
    private readonly int _panelGroups;

    public MatMulPlan(MatMulSize size, int threads)
    {
        Size = size;
        _rowTiles = DivideUp(size.Rows, MatMulTile.MaxRows);
        Panels = DivideUp(size.Columns, PanelWidth);
        InnerBlocks = Math.Max(DivideUp(size.Inner, MaxInnerBlock), 1);
        // A transposed a is read in snatches of 14 floats a whole row apart, which no prefetcher follows.
        PacksA = Panels >= 4 && (size.TransposeA || (size.RowStrideA & ConflictMask) == 0);
        PacksB = size.TransposeB || size.Rows >= MinRowsToPackB;

        // Packing eight panels together reads b in runs of 1 KB, which the prefetcher follows, where one panel is a line
        // pair here and there: 59 to 67 % of the tile's speed for 128·256·784 on a Cascade Lake Xeon at 2.5 GHz. A tile of a
        // then serves eight panels. Where nothing is packed, a panel stays in the first-level cache for all the item's rows.
        PanelsAtOnce = PacksA || PacksB ? 8 : 1;

        int itemRows = (int)Math.Clamp(MaxItemElementsOfA / Math.Max(size.Inner, 1), 4 * MatMulTile.MaxRows, MaxItemRows);
        _rowGroups = DivideUp(size.Rows, itemRows);
        _panelGroups = DivideUp(Panels, PanelsAtOnce);
        if (threads > 1)
        {
            // Finer in rows if there are too few items, but not so fine that fetching b outweighs using it.
            int wantedGroups = DivideUp(ItemsPerThread * threads, _panelGroups);
            _rowGroups = Math.Max(_rowGroups, Math.Min(wantedGroups, _rowTiles / (PacksB ? 8 : 4)));
        }

        long worthwhile = Math.Max(size.FloatingPointOperations / MinItemOperations, 1);
        _panelGroups = (int)Math.Clamp(worthwhile / _rowGroups, 1, _panelGroups);
    }

    public MatMulSize Size { get; }

    /// <summary>Whether tiles of a are copied before use.</summary>
    public bool PacksA { get; }

    /// <summary>Whether all panels of b are copied before use; a panel of less than full vectors always is.</summary>
    public bool PacksB { get; }

    /// <summary>Panels of columns in all.</summary>
    public int Panels { get; }

    /// <summary>Panels that an item works on together, tile by tile.</summary>
    public int PanelsAtOnce { get; }

    /// <summary>Blocks of the inner extent; one, perhaps empty, at least.</summary>
    public int InnerBlocks { get; }

    /// <summary>Items in all.</summary>
    public int Items => _rowGroups * _panelGroups;

    /// <summary>Panels and row tiles of an item, as half-open ranges.</summary>
    public void Locate(int item, out int firstPanel, out int endPanel, out int firstTile, out int endTile)
    {
        int rowGroup = item / _panelGroups, panelGroup = item % _panelGroups;
        firstPanel = Share(Panels, panelGroup, _panelGroups);
        endPanel = Share(Panels, panelGroup + 1, _panelGroups);
        firstTile = Share(_rowTiles, rowGroup, _rowGroups);
        endTile = Share(_rowTiles, rowGroup + 1, _rowGroups);
    }

    /// <summary>First row of a tile; tiles differ in height by one row at most.</summary>
    public int FirstRow(int tile) => Share(Size.Rows, tile, _rowTiles);

    /// <summary>First inner index of a block; blocks differ in extent by one at most.</summary>
    public int FirstInner(int block) => Share(Size.Inner, block, InnerBlocks);

    private static int Share(int count, int part, int parts) => (int)((long)count * part / parts);

    private static int DivideUp(int count, int size) => (int)(((long)count + size - 1) / size);
}
