using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The few functions of NVIDIA's driver that a peer needs: device memory and waiting, in the device's primary context.</summary>
/// <remarks>
/// The primary context is the one that NVIDIA's own libraries work in. Our backends have contexts of their own, so every use here
/// is put between <see cref="Enter"/> and <see cref="Leave"/>, which brings back whose turn it was.
/// </remarks>
internal sealed unsafe class CudaDriver
{
    private static readonly string[] _names = ["libcuda.so.1", "nvcuda.dll", "libcuda.so"];
    private static readonly Lazy<(CudaDriver? Driver, string? Reason)> _instance = new(TryLoad);

    private readonly delegate* unmanaged<nint, int> _push;
    private readonly delegate* unmanaged<nint*, int> _pop;
    private readonly delegate* unmanaged<ulong*, nuint, int> _allocate;
    private readonly delegate* unmanaged<ulong, int> _free;
    private readonly delegate* unmanaged<ulong, void*, nuint, int> _upload;
    private readonly delegate* unmanaged<void*, ulong, nuint, int> _download;
    private readonly delegate* unmanaged<int> _synchronize;
    private readonly nint _context;

    private CudaDriver(nint library)
    {
        _push = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuCtxPushCurrent_v2");
        _pop = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cuCtxPopCurrent_v2");
        _allocate = (delegate* unmanaged<ulong*, nuint, int>)NativeLibrary.GetExport(library, "cuMemAlloc_v2");
        _free = (delegate* unmanaged<ulong, int>)NativeLibrary.GetExport(library, "cuMemFree_v2");
        _upload = (delegate* unmanaged<ulong, void*, nuint, int>)NativeLibrary.GetExport(library, "cuMemcpyHtoD_v2");
        _download = (delegate* unmanaged<void*, ulong, nuint, int>)NativeLibrary.GetExport(library, "cuMemcpyDtoH_v2");
        _synchronize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "cuCtxSynchronize");
        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        var device = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        var retain = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRetain");
        int number;
        nint context;
        Require(initialize(0), "cuInit");
        Require(device(&number, 0), "cuDeviceGet");
        Require(retain(&context, number), "cuDevicePrimaryCtxRetain");
        _context = context;
    }

    /// <summary>The driver, or null where there is none.</summary>
    /// <param name="reason">Why there is none.</param>
    public static CudaDriver? Find([NotNullIfNotNull(nameof(reason))] out string? reason)
    {
        (CudaDriver? driver, reason) = _instance.Value;
        return driver;
    }

    /// <summary>Makes the primary context this thread's.</summary>
    public void Enter() => Require(_push(_context), "cuCtxPushCurrent");

    /// <summary>Brings back the context from before <see cref="Enter"/>.</summary>
    public void Leave()
    {
        nint context;
        Require(_pop(&context), "cuCtxPopCurrent");
    }

    /// <summary>Device memory for so many bytes; within the context.</summary>
    public ulong Allocate(long bytes)
    {
        ulong address;
        Require(_allocate(&address, (nuint)bytes), "cuMemAlloc");
        return address;
    }

    /// <summary>Gives device memory back; within the context.</summary>
    public void Free(ulong address) => Require(_free(address), "cuMemFree");

    /// <summary>Copies numbers to the device; within the context.</summary>
    public void Upload(ReadOnlySpan<float> source, ulong target)
    {
        fixed (float* first = source)
        {
            Require(_upload(target, first, (nuint)source.Length * sizeof(float)), "cuMemcpyHtoD");
        }
    }

    /// <summary>Waits and copies numbers from the device; within the context.</summary>
    public void Download(ulong source, Span<float> target)
    {
        fixed (float* first = target)
        {
            Require(_download(first, source, (nuint)target.Length * sizeof(float)), "cuMemcpyDtoH");
        }
    }

    /// <summary>Waits until the context's work is done.</summary>
    public void Synchronize() => Require(_synchronize(), "cuCtxSynchronize");

    private static (CudaDriver?, string?) TryLoad()
    {
        if (!NativeLibraries.TryLoad(_names, out _, out nint library))
        {
            return (null, "NVIDIA's driver is not installed");
        }

        try
        {
            return (new CudaDriver(library), null);
        }
        catch (Exception exception) when (exception is InvalidOperationException or EntryPointNotFoundException)
        {
            return (null, $"NVIDIA's driver did not start: {exception.Message}");
        }
    }

    private static void Require(int status, string function)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{function} returned error {status}.");
        }
    }
}
