using System.Numerics;
using NativeGan.Engine.Backends;

namespace NativeGan.Tests.Support.Ptx;

/// <content>Matrix products and reductions, each by the kernel that is preferred.</content>
public sealed partial class PtxBackend
{
    // A new matrix product that takes the same arguments is one line here.
    private static readonly Dictionary<string, MatMulGrid> _matMuls = new()
    {
        ["Naive"] = new(new PtxSize(64), ColumnsPerGroup: 64, RowsPerGroup: 1),
        ["Tiled"] = new(new PtxSize(16, 16), ColumnsPerGroup: 16, RowsPerGroup: 16),
        ["RegisterBlocked"] = new(new PtxSize(64), ColumnsPerGroup: 256, RowsPerGroup: 4),
        ["RegisterTiled"] = new(new PtxSize(16, 16), ColumnsPerGroup: 64, RowsPerGroup: 64),
    };

    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        int addendRowStride = addend is null ? 0 : size.AddendRowStride(addend);
        int[] layout =
        [
            size.Rows, size.Columns, size.Inner, size.RowStrideA, size.InnerStrideA, size.InnerStrideB, size.ColumnStrideB,
            addend is null ? 0 : 1, addendRowStride,
        ];
        MatMulGrid grid = _matMuls[Preferred];
        PtxSize groups = new(Groups(size.Columns, grid.ColumnsPerGroup), Groups(size.Rows, grid.RowsPerGroup));
        Launch(Preferred, typeof(TFormula), groups, grid.Block, arguments => arguments
            .AddIntegers(layout).Add(activation).Add(Floats(a)).Add(Floats(b)).Add(Floats(addend ?? c)).Add(Floats(c)));
    }

    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce("Sum", view, x, y);

    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce("Max", view, x, y);

    // A short extent in one launch, a longer one in two: partial results of chunks, then their reduction.
    private void Reduce(string reduction, AxisView view, DeviceBuffer x, DeviceBuffer y)
    {
        const int ChunkLength = 40;
        string kernel = Preferred.StartsWith("ReduceTree", StringComparison.Ordinal) ? $"ReduceTree[{reduction}]" : $"ReduceSerial[{reduction}]";
        int chunks = Groups(view.Extent, ChunkLength);
        if (chunks <= 1)
        {
            Reduce(kernel, view, 1, Math.Max(view.Extent, 1), x, y);
            return;
        }

        DeviceBuffer partials = Allocate(view.Outer * chunks * view.Inner, ElementType.Float32);
        Reduce(kernel, view, chunks, ChunkLength, x, partials);
        Reduce(kernel, new AxisView(view.Outer, chunks, view.Inner), 1, chunks, partials, y);
    }

    private void Reduce(string kernel, AxisView view, int chunks, int chunkLength, DeviceBuffer x, DeviceBuffer y)
    {
        int[] layout = [view.Outer, view.Extent, view.Inner, chunks, chunkLength];
        byte reduction = 0; // a struct without fields is one byte
        if (!kernel.StartsWith("ReduceTree", StringComparison.Ordinal))
        {
            Elements(kernel, null, y.Length, arguments => arguments.Add(reduction).AddIntegers(layout).Add(Floats(x)).Add(Floats(y)));
            return;
        }

        int lanes = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)view.Inner), 32u);
        PtxSize grid = new(Groups(view.Inner, lanes), chunks, view.Outer);
        Launch(kernel, null, grid, new PtxSize(ElementGroup), arguments => arguments
            .Add(reduction).AddIntegers(layout).Add(lanes).Add(BitOperations.Log2((uint)lanes)).Add(Floats(x)).Add(Floats(y)));
    }

    /// <summary>Threads of a group, and how many elements of c it computes.</summary>
    private readonly record struct MatMulGrid(PtxSize Block, int ColumnsPerGroup, int RowsPerGroup);
}
