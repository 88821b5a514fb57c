namespace NativeGan.Kernels.Gpu.MatMul;

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
