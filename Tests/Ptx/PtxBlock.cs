namespace NativeGan.Tests.Ptx;

/// <summary>The threads of one block, executed in turns: each runs until it waits for others or ends.</summary>
/// <remarks>Between two barriers the order of threads is lowest first; the record of shared memory finds what depends on it.</remarks>
internal sealed class PtxBlock
{
    public const int WarpSize = 32;

    // A kernel of the tests executes a few thousand instructions per thread.
    private const long MostInstructions = 20_000_000;

    private readonly PtxThread[] _threads;

    // What was decided at each visit of a branch marked as uniform, by warp and instruction.
    private readonly List<bool>?[][] _uniformBranches;

    public PtxBlock(PtxKernel kernel, PtxMemory memory, byte[] parameters, int threads)
    {
        (Kernel, Memory, Parameters, Shared) = (kernel, memory, parameters, new PtxSharedMemory(kernel));
        _uniformBranches = [.. Enumerable.Range(0, (threads + WarpSize - 1) / WarpSize).Select(_ => new List<bool>?[kernel.Steps.Length])];
        _threads = [.. Enumerable.Range(0, threads).Select(number => new PtxThread(this, number))];
    }

    public PtxKernel Kernel { get; }

    public PtxMemory Memory { get; }

    public byte[] Parameters { get; }

    public PtxSharedMemory Shared { get; }

    /// <summary>Runs the block at one place of the grid to its end.</summary>
    public void Run(PtxGridPlace place)
    {
        Shared.Clear();
        Array.ForEach(_uniformBranches, static branches => Array.Clear(branches));
        Span<ulong> registers = [.. Kernel.InitialRegisters];
        foreach (PtxThread thread in _threads)
        {
            foreach ((string name, int slot) in Kernel.SpecialRegisters)
            {
                registers[slot] = place.SpecialRegister(name, thread.Number);
            }

            thread.Start(registers);
        }

        try
        {
            while (RunToBarrier())
            {
                Shared.PassBarrier();
            }
        }
        catch (PtxViolationException violation)
        {
            PtxThread culprit = _threads[_running];
            string where = culprit.Current < Kernel.Instructions.Count
                ? $"line {Kernel.Instructions[culprit.Current].Line} '{Kernel.Instructions[culprit.Current].Text}'"
                : "the end";
            throw new PtxViolationException($"Kernel '{Kernel.Name}', {where}, {place.Describe(culprit.Number)}: {violation.Message}.", violation);
        }
    }

    /// <summary>Checks that the lanes of a warp agree on a branch that claims so (<c>bra.uni</c>), at each of its executions.</summary>
    public void CheckUniform(PtxThread thread, bool isTaken)
    {
        List<bool> taken = _uniformBranches[thread.Warp][thread.Current] ??= [];
        int visit = thread.UniformBranches[thread.Current]++;
        if (visit == taken.Count)
        {
            taken.Add(isTaken);
        }
        else if (taken[visit] != isTaken)
        {
            throw new PtxViolationException("lanes of one warp disagree on a branch that is marked as uniform");
        }
    }

    // Runs every thread to its end or to the next barrier. False when all have ended.
    private bool RunToBarrier()
    {
        foreach (PtxThread[] warp in _threads.Chunk(WarpSize))
        {
            RunWarp(warp);
        }

        PtxThread? first = Array.Find(_threads, static thread => thread.State == PtxThreadState.AtBarrier);
        if (first is null)
        {
            return false;
        }

        foreach (PtxThread thread in _threads)
        {
            if (thread.State == PtxThreadState.AtBarrier)
            {
                _running = thread.Number;
                if (thread.Current != first.Current || thread.Barrier != first.Barrier)
                {
                    throw new PtxViolationException(
                        $"divergent barrier: thread {first.Number} waits at line {Kernel.Instructions[first.Current].Line}, this one here");
                }

                thread.State = PtxThreadState.Running;
            }
        }

        return true;
    }

    private void RunWarp(PtxThread[] lanes)
    {
        while (true)
        {
            foreach (PtxThread lane in lanes)
            {
                RunAlone(lane);
            }

            PtxThread? waiting = Array.Find(lanes, static lane => lane.State == PtxThreadState.AtWarpInstruction);
            if (waiting is null)
            {
                return;
            }

            _running = waiting.Number;
            PtxThread? missing = Array.Find(lanes, lane => lane.State != PtxThreadState.AtWarpInstruction || lane.Current != waiting.Current);
            if (missing is not null || lanes.Length < WarpSize)
            {
                throw new PtxViolationException(missing is null
                    ? $"a warp instruction needs {WarpSize} lanes, the warp has {lanes.Length}"
                    : $"divergent warp: thread {missing.Number} is not here but {missing.State} at line {LineOf(missing)}");
            }

            Kernel.Steps[waiting.Current].Together!(lanes);
            foreach (PtxThread lane in lanes)
            {
                lane.State = PtxThreadState.Running;
            }
        }
    }

    private int LineOf(PtxThread thread) => Kernel.Instructions[Math.Min(thread.Current, Kernel.Instructions.Count - 1)].Line;

    private void RunAlone(PtxThread thread)
    {
        _running = thread.Number;
        PtxStep[] steps = Kernel.Steps;
        ulong[] registers = thread.Registers;
        while (thread.State == PtxThreadState.Running)
        {
            thread.Current = thread.Next;
            if (thread.Next == steps.Length)
            {
                thread.State = PtxThreadState.Exited;
                return;
            }

            if (++thread.Executed > MostInstructions)
            {
                throw new PtxViolationException($"the thread does not end within {MostInstructions} instructions");
            }

            ref readonly PtxStep step = ref steps[thread.Next++];
            bool isSkipped = step.Guard >= 0 && ((registers[step.Guard] & 1) != 0) == step.IsGuardNegated;
            if (step.IsUniform)
            {
                CheckUniform(thread, !isSkipped);
            }

            if (isSkipped)
            {
                continue;
            }

            if (step.Alone is { } alone)
            {
                alone(thread);
            }
            else
            {
                thread.State = PtxThreadState.AtWarpInstruction;
            }
        }
    }

    // Whose instruction is being executed, for messages.
    private int _running;
}
