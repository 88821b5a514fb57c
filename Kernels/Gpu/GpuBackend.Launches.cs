#if HAS_ILGPU
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

    // A primitive that needs several launches counts as several calls of a captured step.
    private void Run(KernelConfig config, Action<KernelConfig> launch)
    {
        Bind();
        _recorder.Run(() => launch(config));
    }

    private KernelConfig Elements(int count) => new(Groups(count, Launches.ElementGroup), Launches.ElementGroup);

    private Action<AcceleratorStream, KernelConfig, MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>
        MatMulLauncher<TFormula>(GpuMatMulVersion version)
        where TFormula : unmanaged, IUnaryFormula => version switch
        {
            GpuMatMulVersion.Naive => _launchers.Get(nameof(MatMulKernels.Naive), typeof(TFormula), static accelerator =>
                accelerator.LoadKernel<MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                    MatMulKernels.Naive)),
            GpuMatMulVersion.Tiled => _launchers.Get(nameof(MatMulKernels.Tiled), typeof(TFormula), static accelerator =>
                accelerator.LoadKernel<MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                    MatMulKernels.Tiled)),
            GpuMatMulVersion.RegisterBlocked => _launchers.Get(nameof(MatMulKernels.RegisterBlocked), typeof(TFormula), static accelerator =>
                accelerator.LoadKernel<MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                    MatMulKernels.RegisterBlocked)),
            _ => _launchers.Get(nameof(MatMulKernels.RegisterTiled), typeof(TFormula), static accelerator =>
                accelerator.LoadKernel<MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                    MatMulKernels.RegisterTiled)),
        };

    // Where shared memory is real, big tiles pay once there is one for every multiprocessor; before that, smaller tiles
    // keep more of the device busy.
    private GpuMatMulVersion ChooseMatMul(MatMulSize size)
    {
        if (Launches.PrefersBlocks)
        {
            return GpuMatMulVersion.RegisterBlocked;
        }

        int tile = Launches.TileEdge * MatMulKernels.Block;
        long tiles = (long)Groups(size.Rows, tile) * Groups(size.Columns, tile);
        return tiles >= Launches.Multiprocessors ? GpuMatMulVersion.RegisterTiled : GpuMatMulVersion.Tiled;
    }

    private KernelConfig MatMulGrid(GpuMatMulVersion version, MatMulSize size)
    {
        (int x, int y) = version switch
        {
            GpuMatMulVersion.Naive => (Launches.ElementGroup, 1),
            GpuMatMulVersion.RegisterBlocked => Launches.BlockGroup,
            _ => (Launches.TileEdge, Launches.TileEdge),
        };
        int block = version is GpuMatMulVersion.RegisterBlocked or GpuMatMulVersion.RegisterTiled ? MatMulKernels.Block : 1;
        return new KernelConfig(new Index2D(Groups(size.Columns, x * block), Groups(size.Rows, y * block)), new Index2D(x, y));
    }

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
            ReduceOnce(reduction, view, 1, Math.Max(view.Extent, 1), Floats(x), Floats(y));
            return;
        }

        // Chunks of the serial length at least; then the partial results are one more, short reduction.
        int chunks = Math.Min(Groups(view.Extent, Launches.SerialExtent), MostChunks);
        int chunkLength = Groups(view.Extent, chunks);
        chunks = Groups(view.Extent, chunkLength);
        if (chunks == 1)
        {
            ReduceOnce(reduction, view, 1, view.Extent, Floats(x), Floats(y));
            return;
        }

        DeviceBuffer partials = Allocate(checked(view.Outer * chunks * view.Inner), ElementType.Float32);
        ReduceOnce(reduction, view, chunks, chunkLength, Floats(x), Floats(partials));
        ReduceOnce(reduction, new AxisView(view.Outer, chunks, view.Inner), 1, chunks, Floats(partials), Floats(y));
        partials.Release();
    }

    private void ReduceOnce<TReduction>(
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
            Run(Elements(y.IntLength), config => serial(_stream, config, reduction, layout, x, y));
            return;
        }

        // 32 lanes along Inner fill a memory transaction; fewer where Inner is shorter, which leaves more for the extent.
        int lanes = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)view.Inner), Math.Min(32u, (uint)Launches.TreeGroup));
        int lanesLog2 = BitOperations.Log2((uint)lanes);
        var grid = new KernelConfig(
            new Index3D(Groups(view.Inner, lanes), chunks, view.Outer), new Index3D(Launches.TreeGroup, 1, 1));
        var tree = _launchers.Get(nameof(ReductionKernels.ReduceTree), typeof(TReduction), static accelerator =>
            accelerator.LoadKernel<TReduction, ReductionLayout, int, int, ArrayView<float>, ArrayView<float>>(ReductionKernels.ReduceTree));
        Run(grid, config => tree(_stream, config, reduction, layout, lanes, lanesLog2, x, y));
    }

    private void LaunchRandom(RandomDraw draw, RandomKey key, ArrayView<int> counter, DeviceBuffer y)
    {
        KernelConfig grid = Elements(Groups(y.Length, 4));
        if (draw.Kind == RandomKind.Index)
        {
            var index = _launchers.Get(nameof(RandomKernels.Index), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, int, ArrayView<int>, ArrayView<int>>(RandomKernels.Index));
            ArrayView<int> integers = Integers(y);
            Run(grid, config => index(_stream, config, key, draw.Bound, counter, integers));
            return;
        }

        var launch = draw.Kind == RandomKind.Uniform
            ? _launchers.Get(nameof(RandomKernels.Uniform), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, float, float, ArrayView<int>, ArrayView<float>>(RandomKernels.Uniform))
            : _launchers.Get(nameof(RandomKernels.Normal), null, static accelerator =>
                accelerator.LoadKernel<RandomKey, float, float, ArrayView<int>, ArrayView<float>>(RandomKernels.Normal));
        ArrayView<float> numbers = Floats(y);
        Run(grid, config => launch(_stream, config, key, (float)draw.Scale, (float)draw.Offset, counter, numbers));
    }

    private void LaunchTakeRow<T>(ArrayView<T> ring, DeviceBuffer cursor, ArrayView<T> row)
        where T : unmanaged
    {
        var launch = _launchers.Get(nameof(CopyKernels.TakeRow), typeof(T), static accelerator =>
            accelerator.LoadKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>>(CopyKernels.TakeRow));
        ArrayView<int> place = Integers(cursor);
        Run(Elements(row.IntLength), config => launch(_stream, config, ring, place, row));
    }

    private void LaunchPutRow<T>(ArrayView<T> row, DeviceBuffer cursor, ArrayView<T> ring)
        where T : unmanaged
    {
        var launch = _launchers.Get(nameof(CopyKernels.PutRow), typeof(T), static accelerator =>
            accelerator.LoadKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>>(CopyKernels.PutRow));
        ArrayView<int> place = Integers(cursor);
        Run(Elements(row.IntLength), config => launch(_stream, config, row, place, ring));
    }

    private void AdvanceCursor(int rows, DeviceBuffer cursor)
    {
        var launch = _launchers.Get(nameof(CopyKernels.AdvanceCursor), null, static accelerator =>
            accelerator.LoadKernel<int, ArrayView<int>>(CopyKernels.AdvanceCursor));
        ArrayView<int> place = Integers(cursor);
        Run(OneThread, config => launch(_stream, config, rows, place));
    }
}
#endif
