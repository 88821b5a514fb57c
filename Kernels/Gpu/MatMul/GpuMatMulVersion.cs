namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>The matrix product kernels, slowest idea first; all are kept, and give the same product up to rounding.</summary>
public enum GpuMatMulVersion
{
    /// <summary>Version 1: one thread per element of c, neighbouring threads on neighbouring rows.</summary>
    Naive,

    /// <summary>Version 2: one thread per element of c, neighbouring threads on neighbouring columns.</summary>
    Coalesced,

    /// <summary>Version 3: square tiles of a and b in shared memory, one thread per element of c.</summary>
    Tiled,

    /// <summary>Version 4: 4 × 4 elements of c per thread in registers, no shared memory and no barriers.</summary>
    RegisterBlocked,

    /// <summary>Version 5: tiles in shared memory and 4 × 4 elements of c per thread.</summary>
    RegisterTiled,

    /// <summary>Version 6: two tiles in turns, 16-byte accesses and 8 × 8 elements of c per thread.</summary>
    VectorTiled,

    /// <summary>Version 7: tensor cores, with factors rounded to TF32; CUDA only, and only on request.</summary>
    TensorCore,
}
