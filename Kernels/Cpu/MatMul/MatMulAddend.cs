namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// What the sums of a matrix product start from: a matrix, or with a row stride of 0 the same row everywhere (a bias).
/// </summary>
/// <param name="first">Its first element; null for zeros.</param>
/// <param name="rowStride">Distance between neighbouring rows.</param>
internal readonly unsafe struct MatMulAddend(float* first, nint rowStride)
{
    public readonly float* First = first;
    public readonly nint RowStride = rowStride;

    /// <summary>The same from another element on; <see cref="First"/> must not be null.</summary>
    public MatMulAddend At(int row, int column) => new(First + row * RowStride + column, RowStride);
}
