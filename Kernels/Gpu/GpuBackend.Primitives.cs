using System.Diagnostics;
using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <content>The primitives: each picks a kernel, its launch size and its arguments, and hands the call to the recorder.</content>
public sealed partial class GpuBackend
{
    /// <inheritdoc/>
    public void Fill(double value, DeviceBuffer y) =>
        Run(Launch(ElementwiseKernels.Fill, Elements(y.Length), (float)value, Floats(y)));

    /// <inheritdoc/>
    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(x.Length == y.Length, "Map: lengths differ.");
        Run(Launch(ElementwiseKernels.Map, Elements(y.Length), formula, Floats(x), Floats(y)));
    }

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y)
        where TFormula : unmanaged, IBinaryFormula
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length, "Zip: lengths differ.");
        Run(Launch(ElementwiseKernels.ZipTwo, Elements(y.Length), formula, Floats(a), Floats(b), Floats(y)));
    }

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length && c.Length == y.Length, "Zip: lengths differ.");
        Run(Launch(ElementwiseKernels.ZipThree, Elements(y.Length), formula, Floats(a), Floats(b), Floats(c), Floats(y)));
    }

    /// <inheritdoc/>
    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y)
    {
        Debug.Assert(x.Length == view.ReducedCount && y.Length == view.FullCount, "Broadcast: lengths differ from the view.");
        Run(Launch(ReductionKernels.Broadcast, Elements(y.Length), view.Extent, view.Inner, Floats(x), Floats(y)));
    }

    /// <inheritdoc/>
    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) =>
        Run(Launch(CopyKernels.CopyBlock, Elements(copy.Count), copy, copy.Count, Floats(x), Floats(y)));

    /// <inheritdoc/>
    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns)
    {
        Debug.Assert(images.Length == window.ImageCount && columns.Length == window.ColumnCount, "Unfold: lengths differ from the window.");
        Run(Launch(ConvolutionKernels.Unfold, Elements(columns.Length), window, Floats(images), Floats(columns)));
    }

    /// <inheritdoc/>
    public void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(images.Length == window.ImageCount && columns.Length == window.ColumnCount, "Fold: lengths differ from the window.");

        // Without an addend the kernel gets the images in its place and does not look at them.
        int addsRow = addend is null ? 0 : 1;
        Run(Launch(
            ConvolutionKernels.Fold, Elements(images.Length), window, addsRow, activation, Floats(columns), Floats(addend ?? images), Floats(images)));
    }

    /// <inheritdoc/>
    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(y.Length == indices.Length * columns, "Gather: y has another size.");
        KernelConfig grid = Elements(y.Length);
        Run(table.Type == ElementType.UInt8
            ? Launch(CopyKernels.GatherBytes, grid, formula, columns, ((GpuBuffer)table).Bytes, Integers(indices), Floats(y))
            : Launch(CopyKernels.Gather, grid, formula, columns, Floats(table), Integers(indices), Floats(y)));
    }

    /// <inheritdoc/>
    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table)
    {
        Debug.Assert(rows.Length == indices.Length * columns, "ScatterAdd: rows has another size.");
        Run(Launch(CopyKernels.ScatterAdd, Elements(table.Length), columns, Floats(rows), Integers(indices), Floats(table)));
    }

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y)
    {
        Debug.Assert(counter.Length == 2, "Random: the counter is two Int32.");
        RandomKey key = new(draw);
        KernelConfig grid = Elements(Groups(y.Length, 4));
        ArrayView<int> drawsMade = Integers(counter);
        RandomRange range = new(draw);
        Run(
            draw.Kind switch
            {
                RandomKind.Index => Launch(RandomKernels.Index, grid, key, draw.Bound, drawsMade, Integers(y)),
                RandomKind.Uniform => Launch(RandomKernels.Uniform, grid, key, range, drawsMade, Floats(y)),
                _ => Launch(RandomKernels.Normal, grid, key, range, drawsMade, Floats(y)),
            },
            Launch(RandomKernels.AdvanceCounter, OneThread, drawsMade));
    }

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        if (row.Length > 0)
        {
            ArrayView<int> place = Integers(cursor);
            KernelConfig grid = Elements(row.Length);
            Run(
                ring.Type == ElementType.Int32
                    ? Launch(CopyKernels.TakeRow, grid, Integers(ring), place, Integers(row))
                    : Launch(CopyKernels.TakeRow, grid, Floats(ring), place, Floats(row)),
                Launch(CopyKernels.AdvanceCursor, OneThread, ring.Length / row.Length, place));
        }
    }

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring)
    {
        if (row.Length > 0)
        {
            ArrayView<int> place = Integers(cursor);
            KernelConfig grid = Elements(row.Length);
            Run(
                ring.Type == ElementType.Int32
                    ? Launch(CopyKernels.PutRow, grid, Integers(row), place, Integers(ring))
                    : Launch(CopyKernels.PutRow, grid, Floats(row), place, Floats(ring)),
                Launch(CopyKernels.AdvanceCursor, OneThread, ring.Length / row.Length, place));
        }
    }

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule
    {
        // The scalars live in a buffer: a launch's arguments are fixed when a step is recorded.
        DeviceBuffer scalars = Allocate(2, ElementType.Float32);
        ArrayView<float> shared = Floats(scalars);
        UpdateViews[] tensors = [.. segments.Where(static segment => segment.Parameter.Length > 0).Select(ViewsOf)];

        // Eight tensors in one launch save seven launches of 5 µs each on a GPU. OpenCL on a processor copies the views for
        // every thread, which costs more than its launches (a 25th of the speed on PoCL).
        int perLaunch = Launches.Kind == GpuDeviceKind.Processor ? 1 : UpdateSegments.Most;
        Run(
        [
            Launch(UpdateKernels.AdvanceClock, OneThread, rule, ((GpuBuffer)clock).Doubles, shared),
            .. tensors.Chunk(perLaunch).Select(group => Apply(rule, shared, group)),
        ]);
        scalars.Release();
    }

    private Action? Apply<TRule>(TRule rule, ArrayView<float> scalars, UpdateViews[] tensors)
        where TRule : unmanaged, IUpdateRule
    {
        KernelConfig grid = Elements(tensors.Sum(static tensor => tensor.Parameter.IntLength));
        return tensors.Length == 1
            ? Launch(UpdateKernels.ApplyOne, grid, rule, scalars, tensors[0])
            : Launch(UpdateKernels.ApplyMany, grid, rule, scalars, new UpdateSegments(tensors));
    }

    private static UpdateViews ViewsOf(UpdateSegment segment) =>
        new(Floats(segment.Parameter), Floats(segment.Gradient), Floats(segment.First), Floats(segment.Second));
}
