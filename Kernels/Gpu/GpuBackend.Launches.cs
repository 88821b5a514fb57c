using System.Diagnostics;
using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <content>Launch sizes, and the choices among kernels that compute the same thing.</content>
public sealed partial class GpuBackend
{
    private static KernelConfig OneThread => new(1, 1);

    private static ArrayView<float> Floats(DeviceBuffer buffer)
    {
        Debug.Assert(buffer.Type == ElementType.Float32, "Expected numbers.");
        return ((GpuBuffer)buffer).Floats;
    }

    private static ArrayView<int> Integers(DeviceBuffer buffer)
    {
        Debug.Assert(buffer.Type == ElementType.Int32, "Expected integers.");
        return ((GpuBuffer)buffer).Integers;
    }

    private static int Groups(int count, int perGroup) => (int)(((long)count + perGroup - 1) / perGroup);

    private void Run(Action launch)
    {
        Bind();
        try
        {
            _recorder.Run(launch);
        }
        catch (AcceleratorException exception)
        {
            throw Failed(exception);
        }
    }

    // The launches of one primitive are one call of a captured step.
    private void Run(Action first, Action second) => Run(() =>
    {
        first();
        second();
    });

    private void Run(Action[] launches) => Run(() =>
    {
        foreach (Action launch in launches)
        {
            launch();
        }
    });

    private KernelConfig Elements(int count) => new(Groups(count, Launches.ElementGroup), Launches.ElementGroup);

    private void Reduce<TReduction>(TReduction reduction, AxisView view, DeviceBuffer x, DeviceBuffer y)
        where TReduction : unmanaged, IReduction
    {
        Debug.Assert(x.Length == view.FullCount && y.Length == view.ReducedCount, "Reduction: lengths differ from the view.");
        if (y.Length == 0)
        {
            return;
        }

        if (view.Extent <= Launches.SerialExtent || y.Length >= Launches.EnoughOutputs)
        {
            Run(ReduceLaunch(reduction, view, 1, Math.Max(view.Extent, 1), Floats(x), Floats(y)));
            return;
        }

        // Chunks of the serial length at least; then the partial results are one more, short reduction.
        int chunks = Math.Min(Groups(view.Extent, Launches.SerialExtent), MostChunks);
        int chunkLength = Groups(view.Extent, chunks);
        chunks = Groups(view.Extent, chunkLength);
        if (chunks == 1)
        {
            Run(ReduceLaunch(reduction, view, 1, view.Extent, Floats(x), Floats(y)));
            return;
        }

        DeviceBuffer partials = Allocate(checked(view.Outer * chunks * view.Inner), ElementType.Float32);
        Run(
            ReduceLaunch(reduction, view, chunks, chunkLength, Floats(x), Floats(partials)),
            ReduceLaunch(reduction, new AxisView(view.Outer, chunks, view.Inner), 1, chunks, Floats(partials), Floats(y)));
        partials.Release();
    }

    private Action ReduceLaunch<TReduction>(
        TReduction reduction, AxisView view, int chunks, int chunkLength, ArrayView<float> x, ArrayView<float> y)
        where TReduction : unmanaged, IReduction
    {
        var layout = new ReductionLayout(view, chunks, chunkLength);
        bool isSerial = Launches.TreeGroup == 0 || chunkLength <= 16 || y.IntLength >= Launches.EnoughOutputs;

        // Grid axes Y and Z end at 65535 on CUDA.
        if (isSerial || view.Outer > 65535)
        {
            var serial = _launchers.Get(nameof(ReductionKernels.ReduceSerial), typeof(TReduction), static accelerator =>
                accelerator.LoadKernel<TReduction, ReductionLayout, ArrayView<float>, ArrayView<float>>(ReductionKernels.ReduceSerial));
            KernelConfig threads = Elements(y.IntLength);
            return () => serial(_stream, threads, reduction, layout, x, y);
        }

        // 32 lanes along Inner fill a memory transaction; fewer where Inner is shorter, which leaves more for the extent.
        int lanes = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)view.Inner), Math.Min(32u, (uint)Launches.TreeGroup));
        int lanesLog2 = BitOperations.Log2((uint)lanes);
        var grid = new KernelConfig(
            new Index3D(Groups(view.Inner, lanes), chunks, view.Outer), new Index3D(Launches.TreeGroup, 1, 1));
        var tree = _launchers.Get(nameof(ReductionKernels.ReduceTree), typeof(TReduction), static accelerator =>
            accelerator.LoadKernel<TReduction, ReductionLayout, int, int, ArrayView<float>, ArrayView<float>>(ReductionKernels.ReduceTree));
        return () => tree(_stream, grid, reduction, layout, lanes, lanesLog2, x, y);
    }

    private Action RandomLaunch(RandomDraw draw, RandomKey key, ArrayView<int> counter, DeviceBuffer y)
    {
        KernelConfig grid = Elements(Groups(y.Length, 4));
        if (draw.Kind == RandomKind.Index)
        {
            var index = _launchers.Get(nameof(RandomKernels.Index), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, int, ArrayView<int>, ArrayView<int>>(RandomKernels.Index));
            ArrayView<int> integers = Integers(y);
            return () => index(_stream, grid, key, draw.Bound, counter, integers);
        }

        var launch = draw.Kind == RandomKind.Uniform
            ? _launchers.Get(nameof(RandomKernels.Uniform), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, float, float, ArrayView<int>, ArrayView<float>>(RandomKernels.Uniform))
            : _launchers.Get(nameof(RandomKernels.Normal), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, float, float, ArrayView<int>, ArrayView<float>>(RandomKernels.Normal));
        ArrayView<float> numbers = Floats(y);
        return () => launch(_stream, grid, key, (float)draw.Scale, (float)draw.Offset, counter, numbers);
    }

    private Action TakeRowLaunch<T>(ArrayView<T> ring, DeviceBuffer cursor, ArrayView<T> row)
        where T : unmanaged
    {
        var launch = _launchers.Get(nameof(CopyKernels.TakeRow), typeof(T), static accelerator =>
            accelerator.LoadKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>>(CopyKernels.TakeRow));
        ArrayView<int> place = Integers(cursor);
        KernelConfig grid = Elements(row.IntLength);
        return () => launch(_stream, grid, ring, place, row);
    }

    private Action PutRowLaunch<T>(ArrayView<T> row, DeviceBuffer cursor, ArrayView<T> ring)
        where T : unmanaged
    {
        var launch = _launchers.Get(nameof(CopyKernels.PutRow), typeof(T), static accelerator =>
            accelerator.LoadKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>>(CopyKernels.PutRow));
        ArrayView<int> place = Integers(cursor);
        KernelConfig grid = Elements(row.IntLength);
        return () => launch(_stream, grid, row, place, ring);
    }

    private Action AdvanceCursorLaunch(int rows, DeviceBuffer cursor)
    {
        var launch = _launchers.Get(nameof(CopyKernels.AdvanceCursor), null, static accelerator =>
            accelerator.LoadKernel<int, ArrayView<int>>(CopyKernels.AdvanceCursor));
        ArrayView<int> place = Integers(cursor);
        return () => launch(_stream, OneThread, rows, place);
    }

    private Action ApplyOneLaunch<TRule>(TRule rule, ArrayView<float> scalars, UpdateViews tensor)
        where TRule : unmanaged, IUpdateRule
    {
        var launch = _launchers.Get(nameof(UpdateKernels.ApplyOne), typeof(TRule), static accelerator =>
            accelerator.LoadKernel<TRule, ArrayView<float>, UpdateViews>(UpdateKernels.ApplyOne));
        KernelConfig grid = Elements(tensor.Parameter.IntLength);
        return () => launch(_stream, grid, rule, scalars, tensor);
    }

    private Action ApplyManyLaunch<TRule>(TRule rule, ArrayView<float> scalars, UpdateViews[] tensors)
        where TRule : unmanaged, IUpdateRule
    {
        var launch = _launchers.Get(nameof(UpdateKernels.ApplyMany), typeof(TRule), static accelerator =>
            accelerator.LoadKernel<TRule, ArrayView<float>, UpdateSegments>(UpdateKernels.ApplyMany));
        var segments = new UpdateSegments(tensors);
        KernelConfig grid = Elements(tensors.Sum(static tensor => tensor.Parameter.IntLength));
        return () => launch(_stream, grid, rule, scalars, segments);
    }

    private static UpdateViews ViewsOf(UpdateSegment segment) =>
        new(Floats(segment.Parameter), Floats(segment.Gradient), Floats(segment.First), Floats(segment.Second));
}
