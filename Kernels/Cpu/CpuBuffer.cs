using System.Diagnostics;
using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>A buffer in the process' own memory, aligned for the widest vectors and outside the garbage collector's heap.</summary>
internal sealed unsafe class CpuBuffer(CpuMemory memory, BufferPool<CpuMemory> pool, int length, ElementType type)
    : DeviceBuffer(length, type)
{
    /// <summary>The first element, as a number.</summary>
    public float* Floats => Elements<float>(ElementType.Float32);

    /// <summary>The first element, as an integer.</summary>
    public int* Integers => Elements<int>(ElementType.Int32);

    /// <summary>The first element, as a byte.</summary>
    public byte* Pixels => Elements<byte>(ElementType.UInt8);

    /// <summary>The first element, as a double: optimiser clocks only.</summary>
    public double* Doubles => Elements<double>(ElementType.Float64);

    /// <summary>All bytes.</summary>
    public Span<byte> Bytes => new(memory.Address, (int)ByteLength);

    /// <inheritdoc/>
    protected override void ReturnMemory() => pool.Return(memory, ByteLength);

    private T* Elements<T>(ElementType expected) where T : unmanaged
    {
        Debug.Assert(Type == expected, $"A buffer of {Type} where {expected} is expected.");
        return (T*)memory.Address;
    }
}

/// <summary>A block of native memory that is freed when nobody refers to it any more.</summary>
internal sealed unsafe class CpuMemory : IDisposable
{
    private const nuint Alignment = 256;

    private readonly long _bytes;

    /// <summary>Allocates a block.</summary>
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
