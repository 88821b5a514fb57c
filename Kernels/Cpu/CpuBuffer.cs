using System.Diagnostics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>
/// A buffer in the process' own memory, aligned for the widest vectors and outside the garbage collector's heap.
/// </summary>
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

    /// <summary>All bytes, of which a span holds less than 2 GB.</summary>
    public Span<byte> Bytes => new(memory.Address, checked((int)ByteLength));

    /// <summary>The first byte.</summary>
    public byte* FirstByte => (byte*)memory.Address;

    /// <inheritdoc/>
    protected override void ReturnMemory() => pool.Return(memory, ByteLength);

    private T* Elements<T>(ElementType expected) where T : unmanaged
    {
        Debug.Assert(Type == expected, $"A buffer of {Type} where {expected} is expected.");
        return (T*)memory.Address;
    }
}
