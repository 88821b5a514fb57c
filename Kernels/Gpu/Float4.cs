using System.Runtime.InteropServices;

namespace NativeGan.Kernels.Gpu;

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

/// <summary>Sixteen sums of a thread: 4 rows of 4 columns.</summary>
/// <remarks>Scalars all the way down: an array would be put into local memory.</remarks>
internal readonly struct Block4x4(Float4 row0, Float4 row1, Float4 row2, Float4 row3)
{
    public readonly Float4 Row0 = row0;
    public readonly Float4 Row1 = row1;
    public readonly Float4 Row2 = row2;
    public readonly Float4 Row3 = row3;

    /// <summary>this + rows · columnsᵀ: 16 multiplications from 8 numbers.</summary>
    public Block4x4 AddOuterProduct(Float4 rows, Float4 columns) => new(
        Row0.AddProduct(rows.X, columns), Row1.AddProduct(rows.Y, columns),
        Row2.AddProduct(rows.Z, columns), Row3.AddProduct(rows.W, columns));
}
