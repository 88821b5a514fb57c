using ILGPU.Runtime;

namespace NativeGan.Kernels.Gpu;

/// <summary>Group sizes and thresholds that suit a kind of device.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="ElementGroup">Threads in a group of a kernel without barriers.</param>
/// <param name="TreeGroup">Threads in a group of a tree reduction, a power of two; 0 to reduce without barriers.</param>
/// <param name="TileEdge">Threads along one edge of a group in the tiled matrix products: 16 or 8.</param>
/// <param name="SerialExtent">Longest extent that one thread reduces alone whatever the number of outputs.</param>
/// <param name="EnoughOutputs">Number of outputs from which one thread per output keeps the device busy.</param>
/// <param name="Multiprocessors">The device's.</param>
internal sealed record GpuLaunchSizes(
    GpuDeviceKind Kind, int ElementGroup, int TreeGroup, int TileEdge, int SerialExtent, int EnoughOutputs, int Multiprocessors)
{
    /// <summary>The sizes for a device.</summary>
    public static GpuLaunchSizes For(Device device)
    {
        int group = Math.Min(256, device.MaxNumThreadsPerGroup);
        int edge = device.MaxNumThreadsPerGroup >= 256 ? 16 : 8;
        return KindOf(device) switch
        {
            // The simulator synchronises a group's threads after every group: groups of one run fastest, and kernels with
            // barriers are left to the tests.
            GpuDeviceKind.Simulator => new GpuLaunchSizes(GpuDeviceKind.Simulator, 1, 0, 8, 1024, 16, 1),

            // A barrier splits the loop over a group's threads in two; a chunk per thread needs none.
            GpuDeviceKind.Processor => new GpuLaunchSizes(
                GpuDeviceKind.Processor, group, 0, edge, 1024, 64, device.NumMultiprocessors),
            _ => new GpuLaunchSizes(GpuDeviceKind.Gpu, group, group, edge, 64, 16384, device.NumMultiprocessors),
        };
    }

    private static GpuDeviceKind KindOf(Device device) => device.AcceleratorType == AcceleratorType.CPU
        ? GpuDeviceKind.Simulator
        : GpuContext.IsProcessor(device) ? GpuDeviceKind.Processor : GpuDeviceKind.Gpu;
}
