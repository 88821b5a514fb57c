namespace NativeGan.Engine.Backends;

/// <summary>A tensor seen as [Outer, Extent, Inner] around the axes that a reduction removes or a broadcast adds.</summary>
public readonly record struct AxisView(int Outer, int Extent, int Inner)
{
    /// <summary>Elements with the axis.</summary>
    public int FullCount => ElementCount.Of(Outer, Extent, Inner);

    /// <summary>Elements without the axis.</summary>
    public int ReducedCount => ElementCount.Of(Outer, Inner);
}
