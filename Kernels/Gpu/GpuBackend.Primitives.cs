#if HAS_ILGPU
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
        Run(Elements(y.Length), config => launch(_stream, config, (float)value, target));
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
        Run(Elements(y.Length), config => launch(_stream, config, formula, source, target));
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
        Run(Elements(y.Length), config => launch(_stream, config, formula, first, second, target));
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
        Run(Elements(y.Length), config => launch(_stream, config, formula, first, second, third, target));
    }

    /// <inheritdoc/>
    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? bias, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(a.Length == size.Rows * size.Inner && b.Length == size.Inner * size.Columns, "MatMul: a or b has another size.");
        Debug.Assert(c.Length == size.Rows * size.Columns, "MatMul: c has another size.");
        if (c.Length == 0)
        {
            return;
        }

        GpuMatMulVersion version = MatMulVersion ?? ChooseMatMul(size);
        var launch = MatMulLauncher<TFormula>(version);
        var layout = new MatMulLayout(size, bias is not null);
        ArrayView<float> left = Floats(a), right = Floats(b), target = Floats(c);

        // Without a bias the kernel gets c in its place and does not look at it.
        ArrayView<float> added = bias is null ? target : Floats(bias);
        Run(MatMulGrid(version, size), config => launch(_stream, config, layout, activation, left, right, added, target));
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
        Run(Elements(y.Length), config => launch(_stream, config, view.Extent, view.Inner, source, target));
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
        Run(Elements(count), config => launch(_stream, config, copy, count, source, target));
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
            Run(Elements(y.Length), config => launchBytes(_stream, config, formula, columns, bytes, rows, target));
            return;
        }

        var launch = _launchers.Get(nameof(CopyKernels.Gather), typeof(TFormula), static accelerator =>
            accelerator.LoadKernel<TFormula, int, ArrayView<float>, ArrayView<int>, ArrayView<float>>(CopyKernels.Gather));
        ArrayView<float> numbers = Floats(table);
        Run(Elements(y.Length), config => launch(_stream, config, formula, columns, numbers, rows, target));
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
        Run(Elements(table.Length), config => launch(_stream, config, columns, source, places, target));
    }

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y)
    {
        Debug.Assert(counter.Length == 2, "Random: the counter is two Int32.");
        var key = new RandomKey(draw);
        ArrayView<int> drawsMade = Integers(counter);
        if (y.Length > 0)
        {
            LaunchRandom(draw, key, drawsMade, y);
        }

        var advance = _launchers.Get(nameof(RandomKernels.AdvanceCounter), null, static accelerator =>
            accelerator.LoadKernel<ArrayView<int>>(RandomKernels.AdvanceCounter));
        Run(OneThread, config => advance(_stream, config, drawsMade));
    }

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        if (row.Length == 0)
        {
            return;
        }

        if (ring.Type == ElementType.Int32)
        {
            LaunchTakeRow(Integers(ring), cursor, Integers(row));
        }
        else
        {
            LaunchTakeRow(Floats(ring), cursor, Floats(row));
        }

        AdvanceCursor(ring.Length / row.Length, cursor);
    }

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring)
    {
        if (row.Length == 0)
        {
            return;
        }

        if (ring.Type == ElementType.Int32)
        {
            LaunchPutRow(Integers(row), cursor, Integers(ring));
        }
        else
        {
            LaunchPutRow(Floats(row), cursor, Floats(ring));
        }

        AdvanceCursor(ring.Length / row.Length, cursor);
    }

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule
    {
        var advance = _launchers.Get(nameof(UpdateKernels.AdvanceClock), typeof(TRule), static accelerator =>
            accelerator.LoadKernel<TRule, ArrayView<double>, ArrayView<float>>(UpdateKernels.AdvanceClock));
        var apply = _launchers.Get(nameof(UpdateKernels.Apply), typeof(TRule), static accelerator =>
            accelerator.LoadKernel<TRule, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                UpdateKernels.Apply));

        DeviceBuffer scalars = Allocate(2, ElementType.Float32);
        ArrayView<double> time = ((GpuBuffer)clock).Doubles;
        ArrayView<float> shared = Floats(scalars);
        Run(OneThread, config => advance(_stream, config, rule, time, shared));
        foreach (UpdateSegment segment in segments)
        {
            if (segment.Parameter.Length > 0)
            {
                ArrayView<float> parameter = Floats(segment.Parameter), gradient = Floats(segment.Gradient);
                ArrayView<float> first = Floats(segment.First), second = Floats(segment.Second);
                Run(Elements(parameter.IntLength), config => apply(_stream, config, rule, shared, parameter, gradient, first, second));
            }
        }

        scalars.Release();
    }
}
#endif
