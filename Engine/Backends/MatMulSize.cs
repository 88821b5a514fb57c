namespace NativeGan.Engine.Backends;

/// <summary>The extents of a matrix product c [Rows, Columns] = op(a) · op(b) over Inner.</summary>
/// <param name="Rows">m: rows of op(a) and of c.</param>
/// <param name="Columns">n: columns of op(b) and of c.</param>
/// <param name="Inner">k: columns of op(a), rows of op(b).</param>
/// <param name="TransposeA">a is stored as [Inner, Rows] and used transposed.</param>
/// <param name="TransposeB">b is stored as [Columns, Inner] and used transposed.</param>
public readonly record struct MatMulSize(int Rows, int Columns, int Inner, bool TransposeA, bool TransposeB)
{
    /// <summary>Distance in a between neighbouring rows of op(a).</summary>
    public int RowStrideA => TransposeA ? 1 : Inner;

    /// <summary>Distance in a between neighbouring columns of op(a).</summary>
    public int InnerStrideA => TransposeA ? Rows : 1;

    /// <summary>Distance in b between neighbouring rows of op(b).</summary>
    public int InnerStrideB => TransposeB ? 1 : Columns;

    /// <summary>Distance in b between neighbouring columns of op(b).</summary>
    public int ColumnStrideB => TransposeB ? Inner : 1;

    /// <summary>Distance between neighbouring rows of an addend: 0 for a single row of <see cref="Columns"/> elements, which is added to all.</summary>
    public int AddendRowStride(DeviceBuffer addend) => addend.Length == Columns ? 0 : Columns;

    /// <summary>Floating-point operations: a multiplication and an addition for every (row, column, inner).</summary>
    public long FloatingPointOperations => 2L * Rows * Columns * Inner;
}
