using System.Buffers.Binary;

namespace NativeGan.Tests.Ptx;

/// <summary>Loads, stores, address conversions and asynchronous copies.</summary>
internal static class PtxMemoryInstructions
{
    private static readonly string[] _spaces = ["global", "shared", "local", "param"];

    public static Action<PtxThread>? Translate(PtxInstruction instruction) => instruction.Root switch
    {
        "ld" or "ldu" => Load(instruction),
        "st" => Store(instruction),
        "cvta" => ConvertAddress(instruction),
        "cp" => Copy(instruction),
        _ => null,
    };

    private static Action<PtxThread> Load(PtxInstruction instruction)
    {
        string space = instruction.TakeAny(_spaces) ?? "generic";
        instruction.DropCacheHints();
        _ = instruction.TakeAny("nc", "ca", "cg", "cs", "lu", "cv", "volatile", "weak");
        int count = instruction.Take("v2") ? 2 : instruction.Take("v4") ? 4 : 1;
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        int[] targets = instruction.Vector(0, type, isWritten: true, mayBeWider: true);
        PtxAddress address = instruction.Address(1);
        ExpectElements(instruction, count, targets);
        return thread =>
        {
            ReadOnlySpan<byte> bytes = Read(thread, space, address.Of(thread), type.Size * count);
            for (int element = 0; element < targets.Length; element++)
            {
                thread.Registers[targets[element]] = Extend(bytes.Slice(element * type.Size, type.Size), type);
            }
        };
    }

    private static Action<PtxThread> Store(PtxInstruction instruction)
    {
        string space = instruction.TakeAny(_spaces) ?? "generic";
        instruction.DropCacheHints();
        _ = instruction.TakeAny("wb", "cg", "cs", "wt", "volatile", "weak");
        int count = instruction.Take("v2") ? 2 : instruction.Take("v4") ? 4 : 1;
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        PtxAddress address = instruction.Address(0);
        int[] sources = instruction.Vector(1, type, isWritten: false, mayBeWider: true);
        ExpectElements(instruction, count, sources);
        if (space == "param")
        {
            throw instruction.NotSupported("a kernel cannot write its parameters");
        }

        return thread =>
        {
            Span<byte> bytes = Write(thread, space, address.Of(thread), type.Size * count);
            Span<byte> value = stackalloc byte[8];
            for (int element = 0; element < sources.Length; element++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(value, thread.Registers[sources[element]]);
                value[..type.Size].CopyTo(bytes[(element * type.Size)..]);
            }
        };
    }

    // cvta.space: to a generic address; cvta.to.space: back.
    private static Action<PtxThread> ConvertAddress(PtxInstruction instruction)
    {
        bool isBack = instruction.Take("to");
        ulong window = (instruction.TakeAny("global", "shared") ?? throw instruction.NotSupported("the state space is unknown")) == "shared"
            ? PtxMemory.SharedWindow
            : 0;
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        int target = instruction.Destination(0, type), source = instruction.Source(1, type);
        return isBack
            ? thread => thread.Registers[target] = thread.Registers[source] - window
            : thread => thread.Registers[target] = thread.Registers[source] + window;
    }

    private static Action<PtxThread> Copy(PtxInstruction instruction)
    {
        if (!instruction.Take("async"))
        {
            throw instruction.NotSupported("only cp.async is known");
        }

        if (instruction.TakeAny("commit_group", "wait_group", "wait_all") is { } group)
        {
            instruction.ExpectNothingElse(group == "wait_group" ? 1 : 0);
            int latest = group == "wait_group" ? (int)PtxNumbers.TryParse(instruction.Operands[0], PtxType.U32)!.Value : 0;
            return group switch
            {
                "commit_group" => static thread => thread.Copies.Commit(),
                "wait_group" => thread => thread.Copies.WaitForAllBut(latest),
                _ => static thread => thread.Copies.WaitForAll(),
            };
        }

        string? cache = instruction.TakeAny("ca", "cg");
        bool isKnown = cache is not null && instruction.TakeAny("shared", "shared::cta") is not null && instruction.Take("global");
        instruction.DropCacheHints();
        instruction.ExpectNothingElse(instruction.Operands.Count == 4 ? 4 : 3);
        int size = (int)(PtxNumbers.TryParse(instruction.Operands[2], PtxType.U32) ?? 0);
        if (!isKnown || size is not (4 or 8 or 16) || (cache == "cg" && size != 16))
        {
            throw instruction.NotSupported("expected .ca or .cg, .shared.global and a size of 4, 8 or 16 bytes (16 for .cg)");
        }

        PtxAddress target = instruction.Address(0), source = instruction.Address(1);
        int? sourceSize = instruction.Operands.Count == 4 ? instruction.Source(3, PtxType.U32) : null;
        return thread => thread.Copies.Start(
            target.Of(thread), source.Of(thread), size, sourceSize is { } slot ? (int)thread.Registers[slot] : size);
    }

    private static ReadOnlySpan<byte> Read(PtxThread thread, string space, ulong address, int size)
    {
        switch (space)
        {
            case "global":
                return thread.Block.Memory.At(address, size);
            case "shared":
                return thread.Block.Shared.Read(address, size, thread.Number);
            case "local":
                return thread.Local(address, size);
            case "param":
                byte[] parameters = thread.Block.Parameters;
                return address % (ulong)size == 0 && address + (ulong)size <= (ulong)parameters.Length
                    ? parameters.AsSpan((int)address, size)
                    : throw new PtxViolationException($"{size} bytes at offset {address} of the parameters are out of bounds or misaligned");
            default:
                return IsShared(address)
                    ? thread.Block.Shared.Read(address - PtxMemory.SharedWindow, size, thread.Number)
                    : thread.Block.Memory.At(address, size);
        }
    }

    private static Span<byte> Write(PtxThread thread, string space, ulong address, int size) =>
        space == "shared" || (space == "generic" && IsShared(address))
            ? thread.Block.Shared.Write(space == "shared" ? address : address - PtxMemory.SharedWindow, size, thread.Number)
            : space == "local" ? thread.Local(address, size)
            : thread.Block.Memory.At(address, size);

    private static bool IsShared(ulong address) => address - PtxMemory.SharedWindow < PtxMemory.WindowSize;

    private static ulong Extend(ReadOnlySpan<byte> bytes, PtxType type) => (type.Kind == PtxKind.Signed, type.Size) switch
    {
        (_, 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (true, 4) => (ulong)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (false, 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (true, 2) => (ulong)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (false, 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (true, _) => (ulong)(sbyte)bytes[0],
        (false, _) => bytes[0],
    };

    private static void ExpectElements(PtxInstruction instruction, int count, int[] slots)
    {
        if (slots.Length != count)
        {
            throw instruction.NotSupported($"found {slots.Length} elements, expected {count}");
        }
    }
}
