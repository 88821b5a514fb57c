using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>What a <see cref="RandomDraw"/> makes of the numbers it draws, as a kernel's argument.</summary>
internal readonly struct RandomRange(RandomDraw draw)
{
    public readonly float Scale = (float)draw.Scale;
    public readonly float Offset = (float)draw.Offset;
    public readonly float Largest = draw.LargestSingle;

    /// <summary>offset + scale · u, or the largest number of the interval where that rounds to its end.</summary>
    public float Uniform(uint word)
    {
        float number = Offset + (Scale * Philox.Uniform(word));
        return number < Largest ? number : Largest;
    }
}
