using System.Diagnostics.CodeAnalysis;
using ILGPU;
using ILGPU.Runtime;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Elements in a block of device memory.</summary>
/// <remarks>
/// The block is untyped bytes, so that one pool serves every element type. The wrapper is made anew for every rental: a
/// stale reference then stays released for good and never sees its successor's numbers.
/// </remarks>
internal sealed class GpuBuffer : DeviceBuffer
{
    private readonly GpuMemoryPool _pool;
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> _block;

    public GpuBuffer(GpuMemoryPool pool, int length, ElementType type)
        : base(length, type)
    {
        _pool = pool;
        _block = pool.Rent((long)length * type.Size());
    }

    // Only reached when the last reference was never released (ReturnMemory suppresses it).
    ~GpuBuffer() => _pool?.ReturnForgotten(_block);

    /// <summary>The elements as float32.</summary>
    public ArrayView<float> Floats => View<float>();

    /// <summary>The elements as int32.</summary>
    public ArrayView<int> Integers => View<int>();

    /// <summary>The elements as bytes of their own (pixels).</summary>
    public ArrayView<byte> Bytes => View<byte>();

    /// <summary>The elements as float64.</summary>
    public ArrayView<double> Doubles => View<double>();

    /// <summary>The memory of the elements, whatever their type.</summary>
    public ArrayView<byte> RawBytes => ((ArrayView<byte>)_block.View).SubView(0, ByteLength);

    [SuppressMessage("Usage", "CA1816", Justification = "Release is this type's Dispose: the last one ends the buffer's life.")]
    protected override void ReturnMemory()
    {
        GC.SuppressFinalize(this);
        _pool.Return(_block);
    }

    // Rounded up to the block's end before the cast, so that the byte length divides by the element size.
    private ArrayView<T> View<T>()
        where T : unmanaged => ((ArrayView<byte>)_block.View).Cast<T>().SubView(0, Length);
}
