namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>How the columns of a matrix are cut into panels: of 48 columns, and of 32 where that leaves less over.</summary>
/// <remarks>
/// A panel is one to three vectors of neighbouring columns, over all rows. The last one may use its last vector in part.
/// <see cref="TileGrid"/> cuts panels into tiles.
/// </remarks>
/// <param name="columns">Columns in all.</param>
/// <param name="hasWide">Whether panels of 48 columns are allowed.</param>
internal readonly struct MatMulPanels(int columns, bool hasWide = true)
{
    private const int Lanes = PaddedVector.Lanes;

    // Columns of a wide panel, three vectors, and of the others.
    private const int Wide = 3 * Lanes, Narrow = 2 * Lanes;

    private readonly int _wide = hasWide ? CountWide(Partition.DivideUp(columns, Lanes)) : 0;

    /// <summary>Panels in all.</summary>
    public int Count => _wide + Partition.DivideUp(Partition.DivideUp(columns, Lanes) - 3 * _wide, 2);

    /// <summary>First column of a panel.</summary>
    public int FirstColumn(int panel) => panel <= _wide ? panel * Wide : _wide * Wide + (panel - _wide) * Narrow;

    /// <summary>Columns of a panel, rounded up to whole vectors.</summary>
    public int Width(int panel) => panel < _wide ? Wide : Math.Min(Narrow, Partition.RoundUp(columns - FirstColumn(panel), Lanes));

    /// <summary>
    /// The end of the panels from <paramref name="first"/> on that have the same width, <paramref name="end"/> at most.
    /// </summary>
    public int EndOfWidth(int first, int end)
    {
        int panel = first + 1;
        while (panel < end && Width(panel) == Width(first))
        {
            panel++;
        }

        return panel;
    }

    // 256 columns are four wide panels and two of 32: a single vector left over would be slow on its own.
    private static int CountWide(int vectors) => vectors % 3 == 1 ? Math.Max(vectors / 3 - 1, 0) : vectors / 3;
}
