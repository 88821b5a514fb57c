using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>x [Outer, Extent, Inner] → y [Outer, Chunks, Inner]: element e of the extent belongs to chunk e / ChunkLength.</summary>
/// <remarks>What one thread reduces in order is one chain up to 4,096 elements, and blocks of 256 where it is more.</remarks>
internal readonly struct ReductionLayout(AxisView view, int chunks, int chunkLength)
{
    public readonly int Outer = view.Outer;
    public readonly int Extent = view.Extent;
    public readonly int Inner = view.Inner;
    public readonly int Chunks = chunks;
    public readonly int ChunkLength = chunkLength;
    public readonly int BlockLength = chunkLength <= 4096 ? Math.Max(chunkLength, 1) : 256;

    /// <summary>Elements of y.</summary>
    public int Outputs => Outer * Chunks * Inner;
}
