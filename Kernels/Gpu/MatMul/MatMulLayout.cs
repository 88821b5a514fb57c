using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>A <see cref="MatMulSize"/> as integers only, the form in which it can be a kernel's argument.</summary>
/// <remarks>
/// op(a)[row, k] is a[row · RowStrideA + k · InnerStrideA] and op(b)[k, column] is b[k · InnerStrideB + column · ColumnStrideB],
/// so that one kernel serves all four transpositions. HasAddend is 0 or 1. SliceInner is the part of k that one slice of a cut
/// sum covers, a multiple of 16 (the last slice may have less); with one slice it is all of k.
/// </remarks>
internal readonly struct MatMulLayout(MatMulSize size, DeviceBuffer? addend, int slices = 1)
{
    public readonly int Rows = size.Rows;
    public readonly int Columns = size.Columns;
    public readonly int Inner = size.Inner;
    public readonly int RowStrideA = size.RowStrideA;
    public readonly int InnerStrideA = size.InnerStrideA;
    public readonly int InnerStrideB = size.InnerStrideB;
    public readonly int ColumnStrideB = size.ColumnStrideB;
    public readonly int HasAddend = addend is null ? 0 : 1;
    public readonly int AddendRowStride = addend is null ? 0 : size.AddendRowStride(addend);
    public readonly int SliceInner = slices == 1 ? size.Inner : (((size.Inner + slices - 1) / slices) + 15) & ~15;
}
