using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Harness;

/// <summary>Numbers outside the garbage collector's heap, aligned for the widest vectors, that every library can be given.</summary>
internal sealed unsafe class NativeFloats(int count) : IDisposable
{
    /// <summary>The first number.</summary>
    public float* Address { get; private set; } = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 256);

    /// <summary>All numbers.</summary>
    public Span<float> Values => new(Address, count);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Address);
        Address = null;
    }
}
