namespace NativeGan.Tests.Ptx;

/// <summary>A block's shared memory, with a record of who touched each byte since the last barrier.</summary>
/// <remarks>
/// Two threads that touch the same byte between two barriers, at least one of them writing, race: the result would depend
/// on which comes first. Lanes of one warp are also ordered by <c>bar.warp.sync</c>. Bytes are ones at the start of a block.
/// </remarks>
internal sealed class PtxSharedMemory
{
    private const int Nobody = -1, SeveralWarps = -2, OtherLanes = 1 << 10;

    private readonly PtxKernel _kernel;
    private readonly byte[] _bytes;
    private readonly int[] _writers;
    private readonly int[] _readers;
    private readonly int[] _copiers;
    private readonly int[] _variables;
    private readonly int[] _warpPhases = new int[1024 / PtxBlock.WarpSize];

    public PtxSharedMemory(PtxKernel kernel)
    {
        _kernel = kernel;
        int size = kernel.SharedVariables.Count == 0 ? 0 : kernel.SharedVariables.Max(static variable => variable.Offset + variable.Size);
        _bytes = new byte[size];
        (_writers, _readers, _copiers, _variables) = (new int[size], new int[size], new int[size], new int[size]);
        Array.Fill(_variables, Nobody);
        for (int variable = 0; variable < kernel.SharedVariables.Count; variable++)
        {
            _variables.AsSpan(kernel.SharedVariables[variable].Offset, kernel.SharedVariables[variable].Size).Fill(variable);
        }

        Clear();
    }

    public void Clear()
    {
        Array.Fill(_bytes, (byte)0xFF);
        Array.Fill(_copiers, Nobody);
        PassBarrier();
    }

    /// <summary>Everything before this is ordered before everything after.</summary>
    public void PassBarrier()
    {
        Array.Fill(_writers, Nobody);
        Array.Fill(_readers, Nobody);
    }

    /// <summary>What lanes of one warp did before this is ordered before what they do after.</summary>
    public void PassWarpBarrier(int warp) => _warpPhases[warp]++;

    public ReadOnlySpan<byte> Read(ulong address, int size, int thread)
    {
        int start = Check(address, size);
        for (int i = start; i < start + size; i++)
        {
            RefusePending(i, thread, "reads");
            if (IsRace(_writers[i], thread))
            {
                throw Race(i, thread, "reads", _writers[i], "wrote");
            }

            _readers[i] = WithReader(_readers[i], thread);
        }

        return _bytes.AsSpan(start, size);
    }

    public Span<byte> Write(ulong address, int size, int thread)
    {
        int start = Check(address, size);
        for (int i = start; i < start + size; i++)
        {
            RefusePending(i, thread, "writes");
            Claim(i, thread);
        }

        return _bytes.AsSpan(start, size);
    }

    /// <summary>From here until <see cref="FinishCopy"/> the bytes belong to nobody.</summary>
    public void BeginCopy(ulong address, int size, int thread)
    {
        _ = Write(address, size, thread);
        _copiers.AsSpan((int)address, size).Fill(thread);
    }

    public void FinishCopy(int start, ReadOnlySpan<byte> bytes, int thread)
    {
        _copiers.AsSpan(start, bytes.Length).Fill(Nobody);
        bytes.CopyTo(Write((ulong)start, bytes.Length, thread));
    }

    private int Check(ulong address, int size)
    {
        if (address % (ulong)size != 0)
        {
            throw new PtxViolationException($"shared address {address} is not a multiple of {size} bytes");
        }

        if (address + (ulong)size > (ulong)_bytes.Length || _variables[address] == Nobody
            || _variables[address] != _variables[address + (ulong)size - 1])
        {
            string variables = string.Join(", ", _kernel.SharedVariables.Select(
                static variable => $"'{variable.Name}' at {variable.Offset} to {variable.Offset + variable.Size - 1}"));
            throw new PtxViolationException($"{size} bytes at shared address {address} are out of bounds: found {variables}");
        }

        return (int)address;
    }

    private void Claim(int i, int thread)
    {
        if (IsRace(_writers[i], thread))
        {
            throw Race(i, thread, "writes", _writers[i], "wrote");
        }

        if (IsRace(_readers[i], thread))
        {
            throw Race(i, thread, "writes", _readers[i], "read");
        }

        _writers[i] = Stamp(thread);
    }

    // A stamp is the warp's phase, a bit that says that other lanes did the same in this phase, and the thread.
    private int Stamp(int thread) => (_warpPhases[thread / PtxBlock.WarpSize] << 11) | thread;

    // One reader stands for its whole warp as far as other warps are concerned.
    private int WithReader(int reader, int thread)
    {
        int stamp = Stamp(thread);
        return reader == Nobody ? stamp
            : reader == SeveralWarps || Thread(reader) / PtxBlock.WarpSize != thread / PtxBlock.WarpSize ? SeveralWarps
            : reader >> 11 < stamp >> 11 || reader == stamp ? stamp
            : stamp | OtherLanes;
    }

    private bool IsRace(int stamp, int thread)
    {
        if (stamp is Nobody or SeveralWarps)
        {
            return stamp == SeveralWarps;
        }

        bool isOrdered = Thread(stamp) / PtxBlock.WarpSize == thread / PtxBlock.WarpSize
            && stamp >> 11 < _warpPhases[thread / PtxBlock.WarpSize];
        return !isOrdered && (Thread(stamp) != thread || (stamp & OtherLanes) != 0);
    }

    private static int Thread(int stamp) => stamp & 1023;

    private void RefusePending(int i, int thread, string verb)
    {
        if (_copiers[i] != Nobody)
        {
            throw new PtxViolationException(
                $"thread {thread} {verb} {Name(i)} while a cp.async of thread {_copiers[i]} into it has not been waited for");
        }
    }

    private PtxViolationException Race(int i, int thread, string verb, int other, string otherVerb) => new(
        $"race: thread {thread} {verb} {Name(i)}, which {(other == SeveralWarps ? "several warps" : $"thread {Thread(other)}")} {otherVerb} since the last barrier");

    private string Name(int i) =>
        $"byte {i - _kernel.SharedVariables[_variables[i]].Offset} of shared '{_kernel.SharedVariables[_variables[i]].Name}'";
}
