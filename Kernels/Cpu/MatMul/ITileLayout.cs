namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>How the rows of a lie under a tile.</summary>
internal interface ITileLayout
{
    /// <summary>Whether the rows' elements of one inner index lie side by side: a is transposed.</summary>
    static abstract bool AreAdjacent { get; }

    /// <summary>Whether the inner extent goes on over several lines of memory, each a jump away from the one before.</summary>
    static abstract bool HasLines { get; }
}

internal struct AdjacentRows : ITileLayout
{
    public static bool AreAdjacent => true;

    public static bool HasLines => false;
}

internal struct AdjacentRowsInLines : ITileLayout
{
    public static bool AreAdjacent => true;

    public static bool HasLines => true;
}

internal struct DistantRowsInLines : ITileLayout
{
    public static bool AreAdjacent => false;

    public static bool HasLines => true;
}

internal struct DistantRows : ITileLayout
{
    public static bool AreAdjacent => false;

    public static bool HasLines => false;
}
