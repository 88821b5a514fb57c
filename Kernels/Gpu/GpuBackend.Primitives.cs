using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <content>The primitives: each picks a kernel, its launch size and its arguments, and hands the call to the recorder.</content>
public sealed partial class GpuBackend
{
    // Most partial results per output: the second launch then stays small.
    private const int MostChunks = 256;

    /// <inheritdoc/>
    public void Fill(double value, DeviceBuffer y)
    {
        if (y.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ElementwiseKernels.Fill), null, static accelerator =>
            accelerator.LoadKernel<float, ArrayView<float>>(ElementwiseKernels.Fill));
        ArrayView<float> target = Floats(y);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, (float)value, target));
    }

    /// <inheritdoc/>
    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(x.Length == y.Length, "Map: lengths differ.");
        if (y.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ElementwiseKernels.Map), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<TFormula, ArrayView<float>, ArrayView<float>>(ElementwiseKernels.Map));
        ArrayView<float> source = Floats(x), target = Floats(y);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, formula, source, target));
    }

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y)
        where TFormula : unmanaged, IBinaryFormula
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length, "Zip: lengths differ.");
        if (y.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ElementwiseKernels.ZipTwo), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ElementwiseKernels.ZipTwo));
        ArrayView<float> first = Floats(a), second = Floats(b), target = Floats(y);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, formula, first, second, target));
    }

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length && c.Length == y.Length, "Zip: lengths differ.");
        if (y.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ElementwiseKernels.ZipThree), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                ElementwiseKernels.ZipThree));
        ArrayView<float> first = Floats(a), second = Floats(b), third = Floats(c), target = Floats(y);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, formula, first, second, third, target));
    }

    /// <inheritdoc/>
    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(new SumReduction(), view, x, y);

    /// <inheritdoc/>
    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(new MaxReduction(), view, x, y);

    /// <inheritdoc/>
    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y)
    {
        Debug.Assert(x.Length == view.ReducedCount && y.Length == view.FullCount, "Broadcast: lengths differ from the view.");
        if (y.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ReductionKernels.Broadcast), null, static accelerator =>
            accelerator.LoadKernel<int, int, ArrayView<float>, ArrayView<float>>(ReductionKernels.Broadcast));
        ArrayView<float> source = Floats(x), target = Floats(y);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, view.Extent, view.Inner, source, target));
    }

    /// <inheritdoc/>
    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y)
    {
        int count = copy.Count;
        if (count == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(CopyKernels.CopyBlock), null, static accelerator =>
            accelerator.LoadKernel<BlockCopy, int, ArrayView<float>, ArrayView<float>>(CopyKernels.CopyBlock));
        ArrayView<float> source = Floats(x), target = Floats(y);
        KernelConfig config = Elements(count);
        Run(() => launch(_stream, config, copy, count, source, target));
    }

    /// <inheritdoc/>
    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns)
    {
        Debug.Assert(images.Length == window.ImageCount && columns.Length == window.ColumnCount, "Unfold: lengths differ from the window.");
        if (columns.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ConvolutionKernels.Unfold), null, static accelerator =>
            accelerator.LoadKernel<ConvolutionWindow, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.Unfold));
        ArrayView<float> source = Floats(images), target = Floats(columns);
        KernelConfig config = Elements(columns.Length);
        Run(() => launch(_stream, config, window, source, target));
    }

    /// <inheritdoc/>
    public void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(images.Length == window.ImageCount && columns.Length == window.ColumnCount, "Fold: lengths differ from the window.");
        if (images.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(ConvolutionKernels.Fold), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<ConvolutionWindow, int, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                ConvolutionKernels.Fold));
        ArrayView<float> source = Floats(columns), target = Floats(images);

        // Without an addend the kernel gets the images in its place and does not look at them.
        ArrayView<float> added = addend is null ? target : Floats(addend);
        int addsRow = addend is null ? 0 : 1;
        KernelConfig config = Elements(images.Length);
        Run(() => launch(_stream, config, window, addsRow, activation, source, added, target));
    }

    /// <inheritdoc/>
    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(y.Length == indices.Length * columns, "Gather: y has another size.");
        if (y.Length == 0)
        {
            return;
        }

        ArrayView<int> rows = Integers(indices);
        ArrayView<float> target = Floats(y);
        if (table.Type == ElementType.UInt8)
        {
            var launchBytes = _launchers.Get(nameof(CopyKernels.GatherBytes), typeof(TFormula), static accelerator =>
                accelerator.LoadKernel<TFormula, int, ArrayView<byte>, ArrayView<int>, ArrayView<float>>(CopyKernels.GatherBytes));
            ArrayView<byte> bytes = ((GpuBuffer)table).Bytes;
            KernelConfig grid = Elements(y.Length);
            Run(() => launchBytes(_stream, grid, formula, columns, bytes, rows, target));
            return;
        }

        var launch = _launchers.Get(nameof(CopyKernels.Gather), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<TFormula, int, ArrayView<float>, ArrayView<int>, ArrayView<float>>(CopyKernels.Gather));
        ArrayView<float> numbers = Floats(table);
        KernelConfig config = Elements(y.Length);
        Run(() => launch(_stream, config, formula, columns, numbers, rows, target));
    }

    /// <inheritdoc/>
    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table)
    {
        Debug.Assert(rows.Length == indices.Length * columns, "ScatterAdd: rows has another size.");
        if (table.Length == 0)
        {
            return;
        }

        var launch = _launchers.Get(nameof(CopyKernels.ScatterAdd), null, static accelerator =>
            accelerator.LoadKernel<int, ArrayView<float>, ArrayView<int>, ArrayView<float>>(CopyKernels.ScatterAdd));
        ArrayView<float> source = Floats(rows), target = Floats(table);
        ArrayView<int> places = Integers(indices);
        KernelConfig config = Elements(table.Length);
        Run(() => launch(_stream, config, columns, source, places, target));
    }

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y)
    {
        Debug.Assert(counter.Length == 2, "Random: the counter is two Int32.");
        var key = new RandomKey(draw);
        ArrayView<int> drawsMade = Integers(counter);
        var advance = _launchers.Get(nameof(RandomKernels.AdvanceCounter), null, static accelerator =>
            accelerator.LoadKernel<ArrayView<int>>(RandomKernels.AdvanceCounter));
        Action count = () => advance(_stream, OneThread, drawsMade);
        if (y.Length == 0)
        {
            Run(count);
        }
        else
        {
            Run(RandomLaunch(draw, key, drawsMade, y), count);
        }
    }

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        if (row.Length == 0)
        {
            return;
        }

        Action copy = ring.Type == ElementType.Int32
            ? TakeRowLaunch(Integers(ring), cursor, Integers(row))
            : TakeRowLaunch(Floats(ring), cursor, Floats(row));
        Run(copy, AdvanceCursorLaunch(ring.Length / row.Length, cursor));
    }

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring)
    {
        if (row.Length == 0)
        {
            return;
        }

        Action copy = ring.Type == ElementType.Int32
            ? PutRowLaunch(Integers(row), cursor, Integers(ring))
            : PutRowLaunch(Floats(row), cursor, Floats(ring));
        Run(copy, AdvanceCursorLaunch(ring.Length / row.Length, cursor));
    }

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule
    {
        var advance = _launchers.Get(nameof(UpdateKernels.AdvanceClock), typeof(TRule), static accelerator =>
            accelerator.LoadKernel<TRule, ArrayView<double>, ArrayView<float>>(UpdateKernels.AdvanceClock));
        // The scalars live in a buffer: a launch's arguments are fixed when a step is recorded.
        DeviceBuffer scalars = Allocate(2, ElementType.Float32);
        ArrayView<double> time = ((GpuBuffer)clock).Doubles;
        ArrayView<float> shared = Floats(scalars);
        List<Action> launches = [() => advance(_stream, OneThread, rule, time, shared)];
        UpdateViews[] tensors = [.. segments.Where(static segment => segment.Parameter.Length > 0).Select(ViewsOf)];

        // Eight tensors in one launch save seven launches of 5 µs each on a GPU. OpenCL on a processor copies the views for
        // every thread, which costs more than its launches (a 25th of the speed on PoCL).
        int perLaunch = Launches.Kind == GpuDeviceKind.Processor ? 1 : UpdateSegments.Most;
        launches.AddRange(tensors.Chunk(perLaunch).Select(group => group.Length == 1
            ? ApplyOneLaunch(rule, shared, group[0])
            : ApplyManyLaunch(rule, shared, group)));
        Run([.. launches]);
        scalars.Release();
    }
}
