using System.Diagnostics;
using System.Numerics;
using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <content>Sum and maximum: in one launch or two, by one thread per output or by a group's tree.</content>
public sealed partial class GpuBackend
{
    // Most partial results per output: the second launch then stays small.
    private const int MostChunks = 256;

    /// <inheritdoc/>
    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(new SumReduction(), view, x, y);

    /// <inheritdoc/>
    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(new MaxReduction(), view, x, y);

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

    private Action? ReduceLaunch<TReduction>(
        TReduction reduction, AxisView view, int chunks, int chunkLength, ArrayView<float> x, ArrayView<float> y)
        where TReduction : unmanaged, IReduction
    {
        ReductionLayout layout = new(view, chunks, chunkLength);
        bool isSerial = Launches.TreeGroup == 0 || chunkLength <= 16 || y.IntLength >= Launches.EnoughOutputs;

        // Grid axes Y and Z end at 65535 on CUDA.
        if (isSerial || view.Outer > 65535)
        {
            return Launch(ReductionKernels.ReduceSerial, Elements(y.IntLength), reduction, layout, x, y);
        }

        // 32 lanes along Inner fill a memory transaction; fewer where Inner is shorter, which leaves more for the extent.
        int lanes = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)view.Inner), Math.Min(32u, (uint)Launches.TreeGroup));
        int lanesLog2 = BitOperations.Log2((uint)lanes);
        KernelConfig grid = new(new Index3D(Groups(view.Inner, lanes), chunks, view.Outer), new Index3D(Launches.TreeGroup, 1, 1));
        return Launch(ReductionKernels.ReduceTree, grid, reduction, layout, lanes, lanesLog2, x, y);
    }
}
