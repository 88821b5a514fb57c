using System.Runtime.InteropServices;

namespace NativeGan.Tests.Ptx;

/// <summary>The values of a kernel's parameters, in order.</summary>
/// <remarks>
/// ILGPU hands CUDA one struct with all arguments as fields, so their layout in C# has to be the one that the kernel reads:
/// size and alignment of every argument are compared with the declaration.
/// </remarks>
public sealed class PtxArguments(PtxKernel kernel)
{
    private readonly byte[] _bytes = new byte[kernel.Parameters.Count == 0 ? 0 : kernel.Parameters[^1].Offset + kernel.Parameters[^1].Size];
    private int _count;

    /// <summary>The next argument.</summary>
    /// <exception cref="PtxViolationException">The parameter has another size or alignment, or there is none left.</exception>
    public PtxArguments Add<T>(T value) where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        return Add(bytes, MemoryMarshal.AsBytes(new Aligned<T>[1].AsSpan()).Length - bytes.Length, typeof(T).Name);
    }

    /// <summary>The next argument, a struct of nothing but integers.</summary>
    /// <inheritdoc cref="Add{T}(T)"/>
    public PtxArguments AddIntegers(params ReadOnlySpan<int> fields) => Add(MemoryMarshal.AsBytes(fields), sizeof(int), "a struct of integers");

    internal byte[] Finish() => _count == kernel.Parameters.Count
        ? _bytes
        : throw new PtxViolationException($"Kernel '{kernel.Name}': found {_count} arguments, expected {kernel.Parameters.Count}.");

    private PtxArguments Add(ReadOnlySpan<byte> bytes, int alignment, string what)
    {
        PtxParameter parameter = _count < kernel.Parameters.Count
            ? kernel.Parameters[_count]
            : throw new PtxViolationException($"Kernel '{kernel.Name}' has {_count} parameters, an argument {what} is too much.");
        if (parameter.Size != bytes.Length || parameter.Alignment != alignment)
        {
            throw new PtxViolationException(
                $"Kernel '{kernel.Name}', parameter {_count} '{parameter.Name}': found {what} of {bytes.Length} bytes aligned at "
                + $"{alignment}, expected {parameter.Size} bytes aligned at {parameter.Alignment}.");
        }

        bytes.CopyTo(_bytes.AsSpan(parameter.Offset));
        _count++;
        return this;
    }

    // What a byte in front adds to the size is the alignment.
    [StructLayout(LayoutKind.Sequential)]
    private struct Aligned<T>
    {
        public byte Before;
        public T Value;
    }
}
