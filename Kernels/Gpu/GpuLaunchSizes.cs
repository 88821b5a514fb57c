#if HAS_ILGPU
using ILGPU.Runtime;

namespace NativeGan.Kernels.Gpu;

/// <summary>Group sizes and thresholds that suit a kind of device.</summary>
/// <param name="ElementGroup">Threads in a group of a kernel without barriers.</param>
/// <param name="TreeGroup">Threads in a group of a tree reduction, a power of two; 0 to reduce without barriers.</param>
/// <param name="TileEdge">Threads along one edge of a group in the tiled matrix products: 16 or 8.</param>
/// <param name="BlockGroup">Threads (x, y) in a group of the register-blocked matrix product.</param>
/// <param name="SerialExtent">Longest extent that one thread reduces alone whatever the number of outputs.</param>
/// <param name="EnoughOutputs">Number of outputs from which one thread per output keeps the device busy.</param>
/// <param name="Multiprocessors">The device's.</param>
/// <param name="PrefersBlocks">True where shared memory is emulated, so that registers without barriers win.</param>
internal sealed record GpuLaunchSizes(
    int ElementGroup,
    int TreeGroup,
    int TileEdge,
    (int X, int Y) BlockGroup,
    int SerialExtent,
    int EnoughOutputs,
    int Multiprocessors,
    bool PrefersBlocks)
{
    /// <summary>The sizes for a device.</summary>
    public static GpuLaunchSizes For(Device device)
    {
        // The simulator starts a thread of the operating system per thread of a group and synchronises them after every
        // group: groups of one run fastest, and barriers are avoided altogether.
        if (device.AcceleratorType == AcceleratorType.CPU)
        {
            return new GpuLaunchSizes(1, 0, 8, (1, 1), 1024, 16, 1, PrefersBlocks: true);
        }

        // OpenCL on a processor runs a group's threads in the lanes of vector instructions, one group per core.
        int group = Math.Min(256, device.MaxNumThreadsPerGroup);
        int edge = device.MaxNumThreadsPerGroup >= 256 ? 16 : 8;
        return GpuContext.IsProcessor(device)
            ? new GpuLaunchSizes(group, 0, edge, (16, 1), 1024, 64, device.NumMultiprocessors, PrefersBlocks: true)
            : new GpuLaunchSizes(group, group, edge, (16, edge), 64, 16384, device.NumMultiprocessors, PrefersBlocks: false);
    }
}
#endif
