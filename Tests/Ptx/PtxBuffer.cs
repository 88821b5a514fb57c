using System.Runtime.InteropServices;

namespace NativeGan.Tests.Ptx;

/// <summary>Bytes in the simulated global memory.</summary>
public sealed class PtxBuffer(ulong address, byte[] bytes)
{
    public ulong Address => address;

    public int ByteLength => bytes.Length;

    /// <summary>The contents as numbers of some type.</summary>
    public Span<T> As<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

    /// <summary>The buffer as a kernel's argument: address and number of elements.</summary>
    public PtxView View<T>() where T : unmanaged => new(address, bytes.Length / Marshal.SizeOf<T>());
}
