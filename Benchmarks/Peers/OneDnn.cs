using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>oneDNN, called directly; its threads are those of the OpenMP runtime it was built with.</summary>
internal sealed unsafe class OneDnn : IMatMulLibrary
{
    /// <summary>How to install it.</summary>
    public const string Installation = "oneDNN: absent. Debian and Ubuntu: apt-get install libdnnl2 (libdnnl3 in newer releases)";

    private static readonly Lazy<OneDnn?> _instance = new(TryLoad);

    private readonly delegate* unmanaged<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int> _multiply;
    private readonly delegate* unmanaged<int, void> _setThreads;

    private OneDnn(nint library, string name, nint openMp)
    {
        _multiply = (delegate* unmanaged<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int>)NativeLibrary.GetExport(library, "dnnl_sgemm");
        _setThreads = openMp == 0 ? null : (delegate* unmanaged<int, void>)NativeLibrary.GetExport(openMp, "omp_set_num_threads");
        string version = "version unknown";
        if (NativeLibrary.TryGetExport(library, "dnnl_version", out nint address))
        {
            int* numbers = ((delegate* unmanaged<int*>)address)(); // major, minor, patch
            version = $"version {numbers[0]}.{numbers[1]}.{numbers[2]}";
        }

        Description = $"oneDNN: {name}, {version}, dnnl_sgemm, {(openMp == 0 ? "threads cannot be set" : "threads by omp_set_num_threads")}";
    }

    /// <summary>The library, or null where it is not installed.</summary>
    public static OneDnn? Instance => _instance.Value;

    /// <summary>Version, entry point and how its threads are set.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public string Name => "oneDNN";

    /// <summary>OpenMP's idle threads spin for a few milliseconds before they sleep.</summary>
    public TimeSpan Settling => TimeSpan.FromMilliseconds(15);

    /// <inheritdoc/>
    public void SetThreads(int threads)
    {
        if (_setThreads != null)
        {
            _setThreads(threads);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where the library refuses, c stays as it was: the check before the first timing finds that out.</remarks>
    public void Multiply(int m, int n, int k, bool transposeA, bool transposeB, float* a, float* b, float* c) => _ = _multiply(
        (byte)(transposeA ? 'T' : 'N'), (byte)(transposeB ? 'T' : 'N'), m, n, k,
        1f, a, transposeA ? m : k, b, transposeB ? k : n, 0f, c, n);

    private static OneDnn? TryLoad()
    {
        if (!NativeLibraries.TryLoad(["libdnnl.so.3", "libdnnl.so.2", "libdnnl.dylib", "dnnl.dll"], out string? name, out nint library))
        {
            return null;
        }

        NativeLibraries.TryLoad(["libgomp.so.1", "libiomp5.so", "libomp.dylib", "vcomp140.dll"], out _, out nint openMp);
        return new OneDnn(library, name, openMp);
    }
}
