using System.Numerics;
using NativeGan.Engine.Backends;

namespace NativeGan.Tests.Ptx;

/// <content>Matrix products and reductions, each by the kernel that is preferred.</content>
public sealed partial class PtxBackend
{
    // A new matrix product that takes the same arguments is one line here. Behind the slash: another group, x slices.
    private static readonly Dictionary<string, MatMulPlan> _matMuls = new()
    {
        ["Naive"] = new(new PtxSize(64), ColumnsPerGroup: 1, RowsPerGroup: 64, RowsAlongX: true),
        ["Coalesced"] = new(new PtxSize(64), ColumnsPerGroup: 64, RowsPerGroup: 1),
        ["Coalesced/x2"] = new(new PtxSize(64), ColumnsPerGroup: 64, RowsPerGroup: 1, Slices: 2),
        ["Tiled"] = new(new PtxSize(16, 16), ColumnsPerGroup: 16, RowsPerGroup: 16),
        ["Tiled/8x2"] = new(new PtxSize(8, 8), ColumnsPerGroup: 8, RowsPerGroup: 8, Slices: 2),
        ["RegisterBlocked/x2"] = new(new PtxSize(64), ColumnsPerGroup: 256, RowsPerGroup: 4, Slices: 2),
        ["RegisterBlocked"] = new(new PtxSize(64), ColumnsPerGroup: 256, RowsPerGroup: 4),
        ["RegisterBlocked/1"] = new(new PtxSize(1, 64), ColumnsPerGroup: 4, RowsPerGroup: 256),
        ["RegisterTiled"] = new(new PtxSize(16, 16), ColumnsPerGroup: 64, RowsPerGroup: 64),
        ["RegisterTiled/8x3"] = new(new PtxSize(8, 8), ColumnsPerGroup: 32, RowsPerGroup: 32, Slices: 3),
        ["VectorTiled"] = new(new PtxSize(16, 16), ColumnsPerGroup: 128, RowsPerGroup: 128),
        ["VectorTiled/8"] = new(new PtxSize(8, 8), ColumnsPerGroup: 64, RowsPerGroup: 64),
        ["VectorTiled/8x3"] = new(new PtxSize(8, 8), ColumnsPerGroup: 64, RowsPerGroup: 64, Slices: 3),
        ["TensorCore"] = new(new PtxSize(256), ColumnsPerGroup: 128, RowsPerGroup: 128),
        ["TensorCore/x2"] = new(new PtxSize(256), ColumnsPerGroup: 128, RowsPerGroup: 128, Slices: 2),
    };

    /// <summary>The values of <see cref="Preferred"/> that make a kernel run: its name, or the ways to launch a matrix product.</summary>
    public static IReadOnlyList<string> PlansOf(string kernel)
    {
        string[] plans = [.. _matMuls.Keys.Where(plan => plan.Split('/')[0] == kernel)];
        return plans.Length > 0 ? plans : [kernel == "SumSlices" ? "VectorTiled/8x3" : kernel];
    }

    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPlan plan = _matMuls[Preferred];
        if (plan.Slices == 1)
        {
            Multiply(plan, Layout(size, addend, size.Inner), activation, a, b, addend ?? c, c);
            return;
        }

        // Slices are multiples of 16 steps of k, and plain sums; addend and formula follow when they are added up.
        int sliceInner = Groups(Groups(size.Inner, plan.Slices), 16) * 16;
        DeviceBuffer sums = Allocate(plan.Slices * c.Length, ElementType.Float32);
        Multiply(plan, Layout(size, null, sliceInner), default(Identity), a, b, sums, sums);
        Elements("SumSlices", typeof(TFormula), c.Length, arguments => arguments
            .AddIntegers(Layout(size, addend, size.Inner)).Add(activation).Add(plan.Slices).Add(Floats(sums)).Add(Floats(addend ?? c)).Add(Floats(c)));
    }

    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce("Sum", view, x, y);

    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce("Max", view, x, y);

    // The fields of MatMulLayout.
    private static int[] Layout(MatMulSize size, DeviceBuffer? addend, int sliceInner) =>
    [
        size.Rows, size.Columns, size.Inner, size.RowStrideA, size.InnerStrideA, size.InnerStrideB, size.ColumnStrideB,
        addend is null ? 0 : 1, addend is null ? 0 : size.AddendRowStride(addend), sliceInner,
    ];

    private void Multiply<TFormula>(
        MatMulPlan plan, int[] layout, TFormula activation, DeviceBuffer a, DeviceBuffer b, DeviceBuffer addend, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        int rows = Groups(layout[0], plan.RowsPerGroup), columns = Groups(layout[1], plan.ColumnsPerGroup);
        PtxSize grid = plan.RowsAlongX ? new(rows, columns, plan.Slices) : new(columns, rows, plan.Slices);
        Launch(Preferred.Split('/')[0], typeof(TFormula), grid, plan.Block, arguments => arguments
            .AddIntegers(layout).Add(activation).Add(Floats(a)).Add(Floats(b)).Add(Floats(addend)).Add(Floats(c)));
    }

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
        int[] layout = [view.Outer, view.Extent, view.Inner, chunks, chunkLength, chunkLength]; // short chunks are one block each
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

    /// <summary>Threads of a group, how many elements of c it computes, and the parts that the sum over k is cut into.</summary>
    private readonly record struct MatMulPlan(PtxSize Block, int ColumnsPerGroup, int RowsPerGroup, int Slices = 1, bool RowsAlongX = false);
}
