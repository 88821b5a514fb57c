namespace NativeGan.Kernels;

/// <summary>How the factors of a matrix product may be rounded on a GPU.</summary>
public enum MatMulPrecision
{
    /// <summary>Not at all: float32 with 23 bits of mantissa.</summary>
    Float32,

    /// <summary>To TF32, 10 bits of mantissa, for tensor cores; sums stay float32. CUDA only.</summary>
    Tf32,
}
