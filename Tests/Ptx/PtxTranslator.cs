namespace NativeGan.Tests.Ptx;

/// <summary>Turns an instruction into something that can be called.</summary>
internal static class PtxTranslator
{
    /// <exception cref="NotSupportedException">The opcode, one of its modifiers or an operand is not known here.</exception>
    public static PtxStep Translate(PtxInstruction instruction)
    {
        bool isUniform = instruction is { Root: "bra", Guard: >= 0 } && instruction.Take("uni");
        try
        {
            Action<PtxThread[]>? together = PtxWarpInstructions.Translate(instruction);
            Action<PtxThread>? alone = together is not null ? null
                : Control(instruction)
                ?? PtxMemoryInstructions.Translate(instruction)
                ?? PtxLogic.Translate(instruction)
                ?? PtxArithmetic.Translate(instruction)
                ?? PtxConversions.Translate(instruction)
                ?? throw instruction.NotSupported($"opcode '{instruction.Root}' is unknown");
            return new PtxStep(alone, together, instruction.Guard, instruction.IsGuardNegated, isUniform);
        }
        catch (FormatException exception)
        {
            throw instruction.NotSupported(exception.Message);
        }
    }

    private static Action<PtxThread>? Control(PtxInstruction instruction)
    {
        switch (instruction.Root)
        {
            case "bra":
                instruction.Take("uni");
                instruction.ExpectNothingElse(1);
                int target = instruction.Label(0);
                return thread => thread.Next = target;
            case "ret" or "exit":
                instruction.Take("uni");
                instruction.ExpectNothingElse(0);
                return static thread => thread.State = PtxThreadState.Exited;
            case "trap":
                instruction.ExpectNothingElse(0);
                return static _ => throw new PtxViolationException("the kernel traps");
            case "membar" or "fence":
                // Threads take turns and see each other's writes at once.
                _ = instruction.TakeAny("cta", "gl", "sys", "acq_rel", "sc");
                _ = instruction.TakeAny("cta", "gpu", "sys");
                instruction.ExpectNothingElse(0);
                return static _ => { };
            case "bar" or "barrier" when !instruction.Text.Contains(".warp.", StringComparison.Ordinal):
                return Barrier(instruction);
            default:
                return null;
        }
    }

    private static Action<PtxThread> Barrier(PtxInstruction instruction)
    {
        if (!instruction.Take("sync"))
        {
            throw instruction.NotSupported("only .sync is known");
        }

        instruction.Take("cta");
        instruction.Take("aligned");
        instruction.ExpectNothingElse(1);
        int number = instruction.Source(0, PtxType.U32);
        return thread =>
        {
            thread.Barrier = (uint)thread.Registers[number];
            thread.State = PtxThreadState.AtBarrier;
        };
    }
}
