namespace NativeGan.Tests.Ptx;

/// <summary>The <c>cp.async</c> copies of one thread that have not been waited for, in groups.</summary>
/// <remarks>
/// A device may finish a copy at any time between its start and the wait. Here the source is read at the start and shared
/// memory is written at the wait, and touching the target in between is a violation.
/// </remarks>
internal sealed class PtxAsyncCopies(PtxBlock block, int thread)
{
    private readonly List<(int Target, byte[] Bytes)> _open = [];
    private readonly Queue<(int Target, byte[] Bytes)[]> _groups = [];

    public void Clear()
    {
        _open.Clear();
        _groups.Clear();
    }

    /// <summary>Starts a copy of the first bytes of a source, with zeros behind them.</summary>
    public void Start(ulong target, ulong source, int size, int sourceSize)
    {
        byte[] bytes = new byte[size];
        if (sourceSize > size)
        {
            throw new PtxViolationException($"cp.async of {size} bytes has a source of {sourceSize} bytes");
        }

        // Alignment counts for the whole of the copy, bounds for what is read.
        if (source % (ulong)size != 0)
        {
            throw new PtxViolationException($"global address 0x{source:X} is not a multiple of {size} bytes");
        }

        for (int i = 0; i < sourceSize; i++)
        {
            bytes[i] = block.Memory.At(source + (ulong)i, 1)[0];
        }

        block.Shared.BeginCopy(target, size, thread);
        _open.Add(((int)target, bytes));
    }

    public void Commit()
    {
        _groups.Enqueue([.. _open]);
        _open.Clear();
    }

    /// <summary>Finishes all but the latest groups; copies that were not committed stay pending.</summary>
    public void WaitForAllBut(int latest)
    {
        while (_groups.Count > latest)
        {
            foreach ((int target, byte[] bytes) in _groups.Dequeue())
            {
                block.Shared.FinishCopy(target, bytes, thread);
            }
        }
    }

    public void WaitForAll()
    {
        Commit();
        WaitForAllBut(0);
    }
}
