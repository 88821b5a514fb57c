using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>The part of a <see cref="RandomDraw"/> that Philox needs, as a kernel's argument.</summary>
internal readonly struct RandomKey(RandomDraw draw)
{
    public readonly ulong Seed = draw.Seed;
    public readonly uint Stream = draw.Stream;
}
