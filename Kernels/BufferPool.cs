using System.Numerics;

namespace NativeGan.Kernels;

/// <summary>Blocks of a device's memory that were returned and wait to be used again, sorted by size.</summary>
/// <remarks>
/// Sizes are rounded up to a quarter of a power of two, so that at most a fifth of a block is unused and shapes that
/// nearly agree share blocks. A disposed pool frees what it has, and what comes back later at once.
/// </remarks>
/// <param name="allocate">Allocates a block of at least so many bytes.</param>
internal sealed class BufferPool<TMemory>(Func<long, TMemory> allocate) : IDisposable where TMemory : class, IDisposable
{
    private const long Smallest = 256;

    private readonly Dictionary<long, Stack<TMemory>> _idle = [];
    private readonly Lock _lock = new();
    private bool _isDisposed;

    /// <summary>A block of at least <paramref name="bytes"/>, with undefined contents.</summary>
    public TMemory Rent(long bytes)
    {
        long size = RoundUp(bytes);
        lock (_lock)
        {
            if (_idle.TryGetValue(size, out Stack<TMemory>? blocks) && blocks.TryPop(out TMemory? block))
            {
                return block;
            }
        }

        return allocate(size);
    }

    /// <summary>Takes a block back that was rented for <paramref name="bytes"/>.</summary>
    public void Return(TMemory block, long bytes)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                long size = RoundUp(bytes);
                if (!_idle.TryGetValue(size, out Stack<TMemory>? blocks))
                {
                    _idle.Add(size, blocks = new Stack<TMemory>());
                }

                blocks.Push(block);
                return;
            }
        }

        block.Dispose();
    }

    /// <summary>Frees all idle blocks.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (TMemory block in _idle.Values.SelectMany(blocks => blocks))
            {
                block.Dispose();
            }

            _idle.Clear();
        }
    }

    private static long RoundUp(long bytes)
    {
        if (bytes <= Smallest)
        {
            return Smallest;
        }

        long quarter = 1L << (BitOperations.Log2((ulong)(bytes - 1)) - 2);
        return (bytes + quarter - 1) / quarter * quarter;
    }
}
