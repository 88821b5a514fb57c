namespace NativeGan.Kernels.Gpu;

/// <summary>One device that a GPU backend can run on.</summary>
/// <param name="Backend">The name to open it by: <c>cuda</c>, <c>opencl</c> or <c>ilgpu-cpu</c>.</param>
/// <param name="Name">What the driver calls it.</param>
/// <param name="MemoryBytes">Its memory; for <c>ilgpu-cpu</c> the driver's figure means nothing and 0 is given.</param>
/// <param name="Multiprocessors">Groups of threads it runs side by side at least.</param>
/// <param name="IsProcessor">Whether it is this computer's processor under another name: the simulator, or an OpenCL driver for processors.</param>
public sealed record GpuDeviceInfo(string Backend, string Name, long MemoryBytes, int Multiprocessors, bool IsProcessor);
