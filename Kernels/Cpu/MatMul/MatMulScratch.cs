using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// Where a thread keeps copies while it works on some panels of one width by some rows: packed panels of b, a packed tile of a,
/// partial sums, totals.
/// </summary>
/// <remarks>
/// In the thread's <see cref="ThreadScratch"/>, one after the other: the totals of long sums, [panels, rows, width] in double; the
/// packed panels, each [inner, width]; the sums of a panel that does not fill its last vector, [rows, width], or of a tile of a
/// long sum; a tile of a, [rows, inner] or transposed [inner, 16].
/// </remarks>
internal readonly unsafe struct MatMulScratch
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>The last panel that is worked on, plus one.</summary>
    public readonly int EndPanel;

    /// <summary>First panel that is packed; <see cref="EndPanel"/> if none is.</summary>
    public readonly int FirstPacked;

    /// <summary>Columns of each panel, in whole vectors.</summary>
    public readonly int Width;

    /// <summary>Whether the last panel has fewer columns than that.</summary>
    public readonly bool EndsPartial;

    /// <summary>Distance between packed panels.</summary>
    public readonly int PanelFloats;

    /// <summary>Where a tile of a is packed.</summary>
    public readonly float* PackedTile;

    /// <summary>Distance between the rows of a packed tile, or between its inner indices where a is transposed.</summary>
    public readonly int PackedStrideA;

    private readonly int _firstPanel;
    private readonly int _rows;
    private readonly double* _totals;
    private readonly float* _packedPanels;
    private readonly float* _partialSums;

    public MatMulScratch(in MatMulPlan plan, int firstPanel, int endPanel, int rows)
    {
        MatMulSize size = plan.Size;
        _firstPanel = firstPanel;
        _rows = rows;
        EndPanel = endPanel;
        Width = plan.Panels.Width(firstPanel);
        EndsPartial = endPanel == plan.Panels.Count && size.Columns % Lanes != 0;
        FirstPacked = plan.PacksB ? firstPanel : EndsPartial ? endPanel - 1 : endPanel;
        int inner = Math.Min(size.Inner, plan.MaxInnerBlock);
        PanelFloats = inner * Width;
        PackedStrideA = size.TransposeA ? Lanes : inner + Lanes; // one cache line more, against crowding into few cache sets
        int tileFloats = !plan.PacksA ? 0 : size.TransposeA ? inner * Lanes : MatMulTile.MaxRows(Width) * PackedStrideA;
        int panelsFloats = (endPanel - FirstPacked) * PanelFloats;
        int sumsFloats = plan.IsLong ? MatMulTile.MaxRows(Width) * Width : EndsPartial ? rows * Width : 0;
        int totalsFloats = plan.IsLong ? 2 * (endPanel - firstPanel) * rows * Width : 0;
        float* floats = ThreadScratch.Floats(totalsFloats + panelsFloats + sumsFloats + tileFloats);
        _totals = (double*)floats;
        _packedPanels = floats + totalsFloats;
        _partialSums = _packedPanels + panelsFloats;
        PackedTile = _partialSums + sumsFloats;
    }

    /// <summary>Where a packed panel lies.</summary>
    public float* PackedPanel(int panel) => _packedPanels + (nint)(panel - FirstPacked) * PanelFloats;

    /// <summary>Where the sums of a tile of a long sum lie.</summary>
    public float* TileSums => _partialSums;

    /// <summary>Where the sums of a row of the partial panel lie.</summary>
    public float* PartialSums(int row) => _partialSums + (nint)row * Width;

    /// <summary>Where the totals of a row of a panel lie.</summary>
    public double* Totals(int panel, int row) => _totals + ((nint)(panel - _firstPanel) * _rows + row) * Width;
}
