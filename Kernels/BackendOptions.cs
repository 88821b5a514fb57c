namespace NativeGan.Kernels;

/// <summary>What can be chosen when a backend is opened; a backend ignores what does not concern it.</summary>
public sealed record BackendOptions
{
    /// <summary>Threads of the <c>cpu</c> backend; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Rounding of the factors of matrix products; anything but float32 needs <c>cuda</c>.</summary>
    public MatMulPrecision Precision { get; init; }

    /// <summary>The folder with the tables that <c>nativegan tune</c> writes, one a device; null to do without.</summary>
    public string? TuningFolder { get; init; }
}
