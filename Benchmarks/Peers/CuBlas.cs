using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>NVIDIA's cuBLAS, called directly, on device memory of the driver.</summary>
/// <remarks>
/// Looked for by the system's loader, in CUDA_PATH, CUDA_HOME and /usr/local/cuda*, and among the packages of the peer's Python,
/// where PyTorch brings its own. cuBLAS takes column-major matrices: a row-major c = op(a)·op(b) is cᵀ = op(b)ᵀ·op(a)ᵀ to it.
/// </remarks>
internal sealed unsafe class CuBlas
{
    private const string OverrideVariable = "NVIDIA_TF32_OVERRIDE";

    // Prints the folders of a Python's packages that hold cuBLAS.
    private const string FolderScript =
        "import glob, os, sys; print('\\n'.join(sorted({os.path.dirname(f) for p in sys.path for f in glob.glob(os.path.join(p, 'nvidia', '*', 'lib', 'libcublas.so.*'))})))";

    private static readonly string[] _names =
        ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"];

    private readonly delegate* unmanaged<nint, int, int> _setMathMode;
    private readonly delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int> _multiply;
    private readonly nint _handle;

    private CuBlas(nint library, string name, CudaDriver driver)
    {
        Driver = driver;
        _setMathMode = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "cublasSetMathMode");
        _multiply = (delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int>)NativeLibrary.GetExport(library, "cublasSgemm_v2");
        var create = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cublasCreate_v2");
        var getVersion = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "cublasGetVersion_v2");
        nint handle;
        int version;
        driver.Enter();
        try
        {
            Require(create(&handle), "cublasCreate");
            Require(getVersion(handle, &version), "cublasGetVersion");
        }
        finally
        {
            driver.Leave();
        }

        _handle = handle;
        string pinned = Environment.GetEnvironmentVariable(OverrideVariable) is { } value ? $"**{OverrideVariable} is '{value}', which overrides both modes**" : $"{OverrideVariable} not set";
        Description = $"cuBLAS: {name}, version {version}, cublasSgemm, float32 and TF32; {pinned}";
    }

    /// <summary>Where operands live.</summary>
    public CudaDriver Driver { get; }

    /// <summary>Version and environment.</summary>
    public string Description { get; }

    /// <summary>The library, or null where it is not to be had.</summary>
    /// <param name="python">A Python whose packages may hold it; null for none.</param>
    /// <param name="reason">What is missing, and how to install it.</param>
    public static CuBlas? TryLoad(string? python, out string? reason)
    {
        if (CudaDriver.Find(out reason) is not { } driver)
        {
            reason = $"cuBLAS: absent, {reason}";
            return null;
        }

        // libcublas needs libcublasLt, which the loader finds beside it only when it is loaded already.
        foreach (string folder in (string[])["", .. Folders(python)])
        {
            foreach (string name in _names)
            {
                NativeLibrary.TryLoad(Path.Combine(folder, name.Replace("cublas", "cublasLt", StringComparison.Ordinal)), out _);
                if (NativeLibrary.TryLoad(Path.Combine(folder, name), out nint library))
                {
                    try
                    {
                        reason = null;
                        return new CuBlas(library, Path.Combine(folder, name), driver);
                    }
                    catch (Exception exception) when (exception is InvalidOperationException or EntryPointNotFoundException)
                    {
                        reason = $"cuBLAS: {Path.Combine(folder, name)} does not start: {exception.Message}";
                        return null;
                    }
                }
            }
        }

        reason = "cuBLAS: absent. It comes with the CUDA toolkit, and with PyTorch for CUDA: --peer python3 looks there too";
        return null;
    }

    /// <summary>c [m, n] = op(a)·op(b), row-major float32 on the device; returns before it is done. Within the driver's context.</summary>
    public void Multiply(int m, int n, int k, bool transposeA, bool transposeB, ulong a, ulong b, ulong c)
    {
        const int AsIs = 0, Transposed = 1;
        float one = 1f, zero = 0f;
        Require(
            _multiply(
                _handle, transposeB ? Transposed : AsIs, transposeA ? Transposed : AsIs, n, m, k,
                &one, b, transposeB ? k : n, a, transposeA ? m : k, &zero, c, n),
            "cublasSgemm");
    }

    /// <summary>Chooses float32 all the way, or operands rounded to TF32 for the tensor cores.</summary>
    public void UseTf32(bool isTf32)
    {
        const int Default = 0, Tf32 = 3;
        Require(_setMathMode(_handle, isTf32 ? Tf32 : Default), "cublasSetMathMode");
    }

    private static IEnumerable<string> Folders(string? python)
    {
        foreach (string root in new[] { "CUDA_PATH", "CUDA_HOME" }.Select(Environment.GetEnvironmentVariable).OfType<string>().Where(root => root.Length > 0))
        {
            yield return Path.Combine(root, "lib64");
            yield return Path.Combine(root, "bin");
        }

        if (Directory.Exists("/usr/local"))
        {
            foreach (string root in Directory.EnumerateDirectories("/usr/local", "cuda*").OrderDescending())
            {
                yield return Path.Combine(root, "lib64");
            }
        }

        foreach (string folder in python is null ? [] : AskPython(python))
        {
            yield return folder;
        }
    }

    private static string[] AskPython(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", FolderScript]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return []; // the training step's peer says that there is no such program
        }
    }

    private static void Require(int status, string function)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{function} returned status {status}.");
        }
    }
}
