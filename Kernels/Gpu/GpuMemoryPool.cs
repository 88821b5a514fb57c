using System.Collections.Concurrent;
using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace NativeGan.Kernels.Gpu;

/// <summary>Device memory in size buckets: what is given back is handed out again, so that a warm step allocates none.</summary>
/// <remarks>
/// All kernels of a backend run on one stream, in order. A block may therefore be reused as soon as the last launch that
/// reads it was enqueued, without waiting for it.
/// </remarks>
internal sealed class GpuMemoryPool(Accelerator accelerator, string deviceName) : IDisposable
{
    // 256 bytes: the alignment of device allocations that vector accesses and coalescing count on. Also what an empty
    // buffer gets, so that a kernel argument is never a null pointer.
    private const long SmallestBlock = 256;

    private readonly Dictionary<long, Stack<MemoryBuffer1D<byte, Stride1D.Dense>>> _free = [];

    // Strong references to every block, in use or not: ILGPU's buffers have finalizers of their own, which must not free
    // memory in the same collection that finds a forgotten GpuBuffer.
    private readonly HashSet<MemoryBuffer1D<byte, Stride1D.Dense>> _owned = [];

    // Finalizers run on their own thread and only enqueue; Rent collects.
    private readonly ConcurrentQueue<MemoryBuffer1D<byte, Stride1D.Dense>> _forgotten = new();
    private GpuMemoryPool? _heir;

    /// <summary>Bytes taken from the device, in use or waiting to be reused.</summary>
    public long ReservedBytes { get; private set; }

    /// <summary>A block of at least the given size.</summary>
    /// <exception cref="InsufficientMemoryException">The device's memory is used up (it is an <see cref="OutOfMemoryException"/>).</exception>
    public MemoryBuffer1D<byte, Stride1D.Dense> Rent(long bytes)
    {
        CollectForgotten();
        long size = BucketSize(bytes);
        if (_free.TryGetValue(size, out Stack<MemoryBuffer1D<byte, Stride1D.Dense>>? blocks) && blocks.TryPop(out var block))
        {
            return block;
        }

        block = AllocateBlock(size);
        _owned.Add(block);
        ReservedBytes += size;
        return block;
    }

    /// <summary>Takes a block back, for the pool that this one's blocks went to if there is one.</summary>
    public void Return(MemoryBuffer1D<byte, Stride1D.Dense> block)
    {
        if (!_owned.Contains(block))
        {
            return;
        }

        if (_heir is null)
        {
            Free(block.Length).Push(block);
        }
        else
        {
            HandOver(block, _heir);
        }
    }

    /// <summary>Takes a block back from a finalizer's thread.</summary>
    public void ReturnForgotten(MemoryBuffer1D<byte, Stride1D.Dense> block) => _forgotten.Enqueue(block);

    /// <summary>Hands idle blocks to another pool at once, and those in use when they come back.</summary>
    public void MoveTo(GpuMemoryPool other)
    {
        CollectForgotten();
        _heir = other;
        foreach (MemoryBuffer1D<byte, Stride1D.Dense> block in _free.Values.SelectMany(static blocks => blocks).ToList())
        {
            HandOver(block, other);
        }

        _free.Clear();
    }

    private void HandOver(MemoryBuffer1D<byte, Stride1D.Dense> block, GpuMemoryPool heir)
    {
        _owned.Remove(block);
        ReservedBytes -= block.Length;
        heir._owned.Add(block);
        heir.ReservedBytes += block.Length;
        heir.Free(block.Length).Push(block);
    }

    /// <summary>Frees every block.</summary>
    public void Dispose()
    {
        foreach (MemoryBuffer1D<byte, Stride1D.Dense> block in _owned)
        {
            block.Dispose();
        }

        Forget();
    }

    private void Forget()
    {
        _owned.Clear();
        _free.Clear();
        ReservedBytes = 0;
    }

    private void CollectForgotten()
    {
        while (_forgotten.TryDequeue(out MemoryBuffer1D<byte, Stride1D.Dense>? block))
        {
            Return(block);
        }
    }

    private Stack<MemoryBuffer1D<byte, Stride1D.Dense>> Free(long size)
    {
        if (!_free.TryGetValue(size, out Stack<MemoryBuffer1D<byte, Stride1D.Dense>>? blocks))
        {
            _free[size] = blocks = new Stack<MemoryBuffer1D<byte, Stride1D.Dense>>();
        }

        return blocks;
    }

    private MemoryBuffer1D<byte, Stride1D.Dense> AllocateBlock(long size)
    {
        try
        {
            return accelerator.Allocate1D<byte>(size);
        }
        catch (Exception exception) when (exception is CudaException or CLException or OutOfMemoryException)
        {
            throw new InsufficientMemoryException(
                $"Allocate: {deviceName} could not provide {size} bytes; {ReservedBytes} bytes are reserved by this pool. "
                + "Use a smaller batch or dispose tensors earlier.",
                exception);
        }
    }

    // Four sizes per power of two (4, 5, 6, 7 times a power), so that rounding up wastes at most a quarter.
    private static long BucketSize(long bytes)
    {
        if (bytes <= SmallestBlock)
        {
            return SmallestBlock;
        }

        long step = Math.Max((long)BitOperations.RoundUpToPowerOf2((ulong)bytes) / 8, SmallestBlock);
        return (bytes + step - 1) / step * step;
    }
}
