using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>OpenBLAS, called directly.</summary>
/// <remarks>
/// <c>OPENBLAS_CORETYPE</c> and <c>OPENBLAS_L2_SIZE</c> can pin it to an older processor's kernels at half speed; they are taken
/// out of this process' environment before the library reads it, and what they were is reported.
/// </remarks>
internal sealed unsafe class OpenBlas : IMatMulLibrary
{
    /// <summary>How to install it.</summary>
    public const string Installation = "OpenBLAS: absent. Debian and Ubuntu: apt-get install libopenblas0-pthread";

    private static readonly string[] _pinningVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
    private static readonly Lazy<OpenBlas?> _instance = new(TryLoad);

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply;
    private readonly delegate* unmanaged<int, void> _setThreads;

    private OpenBlas(nint library, string name, string environment)
    {
        _multiply = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");
        _setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        var configuration = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "openblas_get_config");
        var core = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "openblas_get_corename");
        Description = $"OpenBLAS: {name}, {NativeLibraries.Text(configuration())}, kernels for {NativeLibraries.Text(core())}; {environment}";
    }

    /// <summary>The library, or null where it is not installed.</summary>
    public static OpenBlas? Instance => _instance.Value;

    /// <summary>Version, build, chosen kernels and environment.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public string Name => "OpenBLAS";

    /// <summary>Its idle threads look for work during 2²⁶ cycles.</summary>
    public TimeSpan Settling => TimeSpan.FromMilliseconds(35);

    /// <inheritdoc/>
    public void SetThreads(int threads) => _setThreads(threads);

    /// <inheritdoc/>
    public void Multiply(int m, int n, int k, bool transposeA, bool transposeB, float* a, float* b, float* c)
    {
        const int RowMajor = 101, AsIs = 111, Transposed = 112;
        _multiply(
            RowMajor, transposeA ? Transposed : AsIs, transposeB ? Transposed : AsIs, m, n, k,
            1f, a, transposeA ? m : k, b, transposeB ? k : n, 0f, c, n);
    }

    private static OpenBlas? TryLoad()
    {
        string environment = string.Join(", ", _pinningVariables.Select(variable =>
            Environment.GetEnvironmentVariable(variable) is { } value ? $"{variable} was '{value}' and was unset before loading" : $"{variable} not set"));
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            foreach (string variable in _pinningVariables)
            {
                _ = UnsetVariable(variable);
            }
        }

        return NativeLibraries.TryLoad(["libopenblas.so.0", "libopenblas.dylib", "libopenblas.dll", "libopenblas"], out string? name, out nint library)
            ? new OpenBlas(library, name, environment)
            : null;
    }

    // .NET changes only its own copy of the environment; the library asks the C runtime's.
    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnsetVariable(string name);
}
