using System.Runtime.InteropServices;

namespace NativeGan.Kernels.Cpu;

/// <summary>Native memory that is freed when nobody refers to it any more.</summary>
internal sealed unsafe class CpuMemory : IDisposable
{
    private const nuint Alignment = 256;

    private readonly long _bytes;

    /// <summary>Allocates <paramref name="bytes"/> bytes.</summary>
    /// <exception cref="InsufficientMemoryException">The system has no more memory.</exception>
    public CpuMemory(long bytes)
    {
        try
        {
            Address = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        }
        catch (OutOfMemoryException)
        {
            throw new InsufficientMemoryException($"Backend 'cpu': {bytes} bytes of memory could not be had. Use a smaller batch or network.");
        }

        _bytes = bytes;
        GC.AddMemoryPressure(bytes);
    }

    ~CpuMemory() => Free();

    /// <summary>The first byte.</summary>
    public void* Address { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Address != null)
        {
            NativeMemory.AlignedFree(Address);
            Address = null;
            GC.RemoveMemoryPressure(_bytes);
        }
    }
}
