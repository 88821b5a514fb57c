namespace NativeGan.Kernels.Gpu;

/// <summary>What runs a kernel, as far as the choice of kernels goes.</summary>
internal enum GpuDeviceKind
{
    /// <summary>A GPU: fast shared memory, thousands of threads, 5 µs per launch.</summary>
    Gpu,

    /// <summary>OpenCL on a processor: a group's threads are lanes and loop iterations of one core.</summary>
    Processor,

    /// <summary>ILGPU's simulator: every thread of a group is a thread of the operating system.</summary>
    Simulator,
}
