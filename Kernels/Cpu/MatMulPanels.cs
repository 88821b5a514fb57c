namespace NativeGan.Kernels.Cpu;

/// <summary>How the columns of a matrix product are cut into panels: of 48 columns, and of 32 where that leaves less over.</summary>
/// <param name="columns">Columns in all.</param>
internal readonly struct MatMulPanels(int columns)
{
    /// <summary>Columns of a wide panel: three vectors of sixteen.</summary>
    public const int Wide = 48;

    /// <summary>Columns of the panels that are left where wide ones do not fill all vectors.</summary>
    public const int Narrow = 32;

    private const int Lanes = 16;

    // 256 columns are four wide panels and two of 32: a single vector left over would be slow on its own.
    private readonly int _wide = DivideUp(columns, Lanes) % 3 == 1 ? Math.Max(DivideUp(columns, Lanes) / 3 - 1, 0) : DivideUp(columns, Lanes) / 3;

    /// <summary>Panels in all.</summary>
    public int Count => _wide + DivideUp(DivideUp(columns, Lanes) - 3 * _wide, 2);

    /// <summary>First column of a panel.</summary>
    public int FirstColumn(int panel) => panel <= _wide ? panel * Wide : _wide * Wide + (panel - _wide) * Narrow;

    /// <summary>Columns of a panel in whole vectors, of which the last panel may use the last one in part.</summary>
    public int Width(int panel) =>
        panel < _wide ? Wide : Math.Min(Narrow, (columns - FirstColumn(panel) + Lanes - 1) / Lanes * Lanes);

    /// <summary>The end of the panels from <paramref name="first"/> on that have the same width.</summary>
    public int EndOfWidth(int first)
    {
        int panel = first + 1;
        while (panel < Count && Width(panel) == Width(first))
        {
            panel++;
        }

        return panel;
    }

    private static int DivideUp(int count, int size) => (int)(((long)count + size - 1) / size);
}
