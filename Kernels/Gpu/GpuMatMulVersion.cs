#if HAS_ILGPU
namespace NativeGan.Kernels.Gpu;

/// <summary>The matrix product kernels, slowest idea first; all are kept, and give the same product up to rounding.</summary>
internal enum GpuMatMulVersion
{
    /// <summary>Version 1: one thread per element of c.</summary>
    Naive,

    /// <summary>Version 2: square tiles of a and b in shared memory, one thread per element of c.</summary>
    Tiled,

    /// <summary>Version 3: 4 × 4 elements of c per thread in registers, no shared memory and no barriers.</summary>
    RegisterBlocked,

    /// <summary>Version 4: tiles in shared memory and 4 × 4 elements of c per thread.</summary>
    RegisterTiled,
}
#endif
