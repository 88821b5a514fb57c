namespace NativeGan.Tests.Ptx;

/// <summary>Three extents or coordinates.</summary>
public readonly record struct PtxSize(int X, int Y = 1, int Z = 1)
{
    /// <summary>Elements.</summary>
    public long Count => (long)X * Y * Z;

    public override string ToString() => $"[{X}, {Y}, {Z}]";
}
