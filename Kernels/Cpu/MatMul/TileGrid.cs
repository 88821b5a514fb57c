namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// The tiles of a matrix, one after the other: rows in tiles of as equal heights as possible, columns in panels.
/// </summary>
/// <remarks>
/// Panels of one width are gone through together: all of them for the first rows, then all of them for the next rows. So a tile's
/// rows of the left operand stay in the first-level cache for all panels. A height is the largest that the registers hold or
/// less, and heights differ by one at most: 128 rows in panels of 48 columns are eight tiles of nine and seven of eight. Every
/// product and convolution on tiles walks its results with it: <c>while (tiles.MoveNext())</c>. Making one takes two divisions; a
/// copy of one that has not moved begins at the first tile again.
/// </remarks>
internal struct TileGrid
{
    private readonly MatMulPanels _panels;
    private readonly int _rows;
    private readonly int _endPanel;

    // The panels of the current width, and the tiles that their rows are cut into: the first ones are one row higher.
    private int _firstPanel;
    private int _firstColumn;
    private int _endOfWidth;
    private int _height;
    private int _higherTiles;
    private int _index;

    /// <summary>All panels.</summary>
    public TileGrid(int rows, in MatMulPanels panels)
        : this(rows, panels, 0, panels.Count)
    {
    }

    /// <summary>Panels <paramref name="firstPanel"/> to <paramref name="endPanel"/> − 1.</summary>
    public TileGrid(int rows, in MatMulPanels panels, int firstPanel, int endPanel)
    {
        _panels = panels;
        _rows = rows;
        _endPanel = rows == 0 ? firstPanel : endPanel;
        _endOfWidth = firstPanel;
        Panel = firstPanel;
        Row = rows; // of a matrix without elements: there are no more rows
        if (firstPanel < _endPanel)
        {
            StartWidth();
            Panel--;
            Column -= Width;
        }
    }

    /// <summary>First row of the tile.</summary>
    public int Row { get; private set; }

    /// <summary>Rows of the tile.</summary>
    public int Rows { get; private set; }

    /// <summary>The panel that the tile is in.</summary>
    public int Panel { get; private set; }

    /// <summary>First column of the tile.</summary>
    public int Column { get; private set; }

    /// <summary>Columns of the tile, rounded up to whole vectors.</summary>
    public int Width { get; private set; }

    /// <summary>Whether the tile is in the first panel of the current width, so that its rows of a are new.</summary>
    public readonly bool StartsRows => Panel == _firstPanel;

    /// <summary>Moves on to the next tile, at first to the first; false if there is none.</summary>
    public bool MoveNext()
    {
        Column += Width;
        return ++Panel < _endOfWidth || MoveToNextRows();
    }

    /// <summary>Where the tile after this one lies, if it is of the same width.</summary>
    public readonly bool TryGetNext(out int row, out int column)
    {
        bool isSameRows = Panel + 1 < _endOfWidth;
        (row, column) = isSameRows ? (Row, Column + Width) : (Row + Rows, _firstColumn);
        return isSameRows || row < _rows;
    }

    private bool MoveToNextRows()
    {
        Row += Rows;
        if (Row < _rows)
        {
            _index++;
            Rows = _index < _higherTiles ? _height + 1 : _height;
            Panel = _firstPanel;
            Column = _firstColumn;
            return true;
        }

        if (_endOfWidth >= _endPanel)
        {
            return false;
        }

        StartWidth();
        return true;
    }

    // The first tile of the panels that come next.
    private void StartWidth()
    {
        Panel = _firstPanel = _endOfWidth;
        Column = _firstColumn = _panels.FirstColumn(Panel);
        Width = _panels.Width(Panel);
        _endOfWidth = _panels.EndOfWidth(Panel, _endPanel);
        int tiles = Partition.DivideUp(_rows, MatMulTile.MaxRows(Width));
        _height = _rows / tiles;
        _higherTiles = _rows - tiles * _height;
        _index = 0;
        Row = 0;
        Rows = _higherTiles > 0 ? _height + 1 : _height;
    }
}
