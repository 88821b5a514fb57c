using System.Runtime.InteropServices;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>Four numbers that are read or written at once, 16 bytes, and otherwise live in registers.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Float4(float x, float y, float z, float w)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;
    public readonly float W = w;

    /// <summary>this + factor · other.</summary>
    public Float4 AddProduct(float factor, Float4 other) => new(
        X + (factor * other.X), Y + (factor * other.Y), Z + (factor * other.Z), W + (factor * other.W));
}
