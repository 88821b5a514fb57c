namespace NativeGan.Tests.Ptx;

/// <summary>Simulated global memory: buffers at multiples of 256 bytes with nothing between them.</summary>
/// <remarks>Addresses need more than 32 bits, so that one that was cut off points nowhere.</remarks>
public sealed class PtxMemory
{
    /// <summary>Where shared memory lies in the generic address space.</summary>
    internal const ulong SharedWindow = 0x4_0000_0000;

    internal const ulong WindowSize = 0x1_0000_0000;

    private const ulong Start = 0x7_0000_0000, Alignment = 256, Gap = 4096;

    private readonly List<PtxBuffer> _buffers = [];
    private ulong _end = Start;
    private PtxBuffer? _last;

    /// <summary>A buffer full of ones, which are NaN for floats and −1 for integers.</summary>
    public PtxBuffer Allocate(int bytes)
    {
        byte[] contents = new byte[bytes];
        contents.AsSpan().Fill(0xFF);
        PtxBuffer buffer = new(_end, contents);
        _end = (_end + (ulong)bytes + Gap + Alignment - 1) / Alignment * Alignment;
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>A buffer with contents.</summary>
    public PtxBuffer Allocate<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        PtxBuffer buffer = Allocate(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).Length);
        values.CopyTo(buffer.As<T>());
        return buffer;
    }

    /// <summary>The bytes at an address, all within one buffer.</summary>
    /// <exception cref="PtxViolationException">They are not, or the address is no multiple of the size.</exception>
    internal Span<byte> At(ulong address, int size)
    {
        if (address % (ulong)size != 0)
        {
            throw new PtxViolationException($"global address 0x{address:X} is not a multiple of {size} bytes");
        }

        if (_last is null || !Contains(_last, address, size))
        {
            _last = _buffers.Find(buffer => Contains(buffer, address, size)) ?? throw Outside(address, size);
        }

        return _last.As<byte>().Slice((int)(address - _last.Address), size);
    }

    private static bool Contains(PtxBuffer buffer, ulong address, int size) =>
        address >= buffer.Address && address - buffer.Address + (ulong)size <= (ulong)buffer.ByteLength;

    private PtxViolationException Outside(ulong address, int size)
    {
        PtxBuffer? before = _buffers.FindLast(buffer => buffer.Address <= address);
        string where = before is null
            ? "below every buffer"
            : $"{address - before.Address} bytes behind the start of the buffer of {before.ByteLength} bytes at 0x{before.Address:X}";
        return new PtxViolationException($"{size} bytes at global address 0x{address:X} are out of bounds: {where}");
    }
}
