using System.Globalization;

namespace NativeGan.Tests.Ptx;

/// <summary>One instruction of the text. Whoever translates it takes its modifiers one by one; what is left over is not supported.</summary>
internal sealed class PtxInstruction(PtxKernel kernel, PtxScope scope, int number, int line, string text)
{
    private readonly List<string> _modifiers = [];

    public int Number => number;

    public int Line => line;

    public string Text => text;

    /// <summary>The opcode up to its first dot.</summary>
    public string Root { get; private set; } = "";

    public IReadOnlyList<string> Operands { get; private set; } = [];

    /// <summary>Slot of the guard predicate; −1 without one.</summary>
    public int Guard { get; private set; } = -1;

    public bool IsGuardNegated { get; private set; }

    /// <summary>Splits the text into guard, opcode and operands; names are looked up later, when all labels are known.</summary>
    public PtxInstruction Split()
    {
        string rest = text;
        if (rest[0] == '@')
        {
            string guard = rest[1..rest.IndexOfAny([' ', '\t'])];
            rest = rest[(guard.Length + 1)..].TrimStart();
            IsGuardNegated = guard[0] == '!';
            Guard = Register(guard.TrimStart('!'), PtxType.Predicate, mayBeWider: false);
        }

        int end = rest.IndexOfAny([' ', '\t', '\n', '\r']);
        string opcode = end < 0 ? rest : rest[..end];
        string[] parts = opcode.Split('.');
        Root = parts[0];
        _modifiers.AddRange(parts[1..]);
        Operands = end < 0 ? [] : SplitAtCommas(rest[end..]);
        return this;
    }

    /// <summary>True, and the modifier is gone, if the opcode has it.</summary>
    public bool Take(string modifier) => _modifiers.Remove(modifier);

    /// <summary>The first of several modifiers that the opcode has, or null.</summary>
    public string? TakeAny(params IReadOnlyList<string> modifiers)
    {
        int place = _modifiers.FindIndex(modifiers.Contains);
        if (place < 0)
        {
            return null;
        }

        string modifier = _modifiers[place];
        _modifiers.RemoveAt(place);
        return modifier;
    }

    /// <summary>Removes hints that have no effect on results, such as <c>L2::128B</c>.</summary>
    public void DropCacheHints() => _modifiers.RemoveAll(static modifier => modifier.StartsWith("L1::", StringComparison.Ordinal)
        || modifier.StartsWith("L2::", StringComparison.Ordinal));

    public PtxType TakeType()
    {
        int place = _modifiers.FindIndex(static modifier => PtxType.TryParse(modifier) is not null);
        if (place < 0)
        {
            throw NotSupported("it names no type");
        }

        PtxType type = PtxType.TryParse(_modifiers[place])!.Value;
        _modifiers.RemoveAt(place);
        return type;
    }

    /// <summary>Ends the taking: anything left over would change the meaning.</summary>
    public void ExpectNothingElse(int operands)
    {
        if (_modifiers.Count > 0)
        {
            throw NotSupported($"modifier '.{_modifiers[0]}' is unknown here");
        }

        if (Operands.Count != operands)
        {
            throw NotSupported($"found {Operands.Count} operands, expected {operands}");
        }
    }

    /// <summary>Slot of a register that is written; <c>_</c> stands for none.</summary>
    public int Destination(int operand, PtxType type, bool mayBeWider = false) =>
        Operands[operand] == "_" ? kernel.AddSlot() : Register(Operands[operand], type, mayBeWider);

    /// <summary>Slot of a value that is read: a register, a special register, a number, or a variable's address.</summary>
    public int Source(int operand, PtxType type, bool mayBeWider = false) => Source(Operands[operand], type, mayBeWider);

    /// <summary>Slots of <c>{a, b, c, d}</c>, or of a single operand.</summary>
    public int[] Vector(int operand, PtxType type, bool isWritten, bool mayBeWider = false)
    {
        string value = Operands[operand];
        string[] elements = value[0] == '{' ? [.. SplitAtCommas(value[1..^1])] : [value];
        return [.. elements.Select(element => element == "_" && isWritten ? kernel.AddSlot()
            : isWritten ? Register(element, type, mayBeWider)
            : Source(element, type, mayBeWider))];
    }

    /// <summary>The address <c>[base + offset]</c>; the base may be a register of 32 or 64 bits, a variable or a number.</summary>
    public PtxAddress Address(int operand)
    {
        string value = Operands[operand];
        if (value[0] != '[' || value[^1] != ']')
        {
            throw NotSupported($"'{value}' is not an address");
        }

        (string start, long offset) = SplitOffset(value[1..^1].Trim());
        if (scope.FindRegister(start) is not { } register)
        {
            return new PtxAddress(Source(start, new PtxType(PtxKind.Unsigned, 8), mayBeWider: false), false, offset);
        }

        return register.Type.Kind is PtxKind.Float or PtxKind.Predicate || register.Type.Size < 4
            ? throw NotSupported($"'{start}' is {register.Type} and cannot be an address")
            : new PtxAddress(register.Slot, register.Type.Size == 4, offset);
    }

    public int Label(int operand) =>
        scope.FindLabel(Operands[operand]) ?? throw NotSupported($"label '{Operands[operand]}' is not in scope");

    public NotSupportedException NotSupported(string reason) =>
        new($"PTX of kernel '{kernel.Name}', line {line}, '{text}': {reason}.");

    private int Source(string operand, PtxType type, bool mayBeWider)
    {
        if (PtxNumbers.TryParse(operand, type) is { } bits)
        {
            return kernel.Constant(bits);
        }

        if (operand is "%laneid" or "%warpid"
            || operand.Split('.') is ["%tid" or "%ntid" or "%ctaid" or "%nctaid", "x" or "y" or "z"])
        {
            return type.Accepts(PtxType.U32, mayBeWider)
                ? kernel.Special(operand)
                : throw NotSupported($"special register '{operand}' has 32 bits");
        }

        (string start, long offset) = SplitOffset(operand);
        return scope.FindSymbol(start) is { } address
            ? kernel.Constant(address + (ulong)offset)
            : Register(operand, type, mayBeWider);
    }

    private int Register(string name, PtxType type, bool mayBeWider)
    {
        PtxRegister register = scope.FindRegister(name) ?? throw NotSupported($"'{name}' is not declared");
        return type.Accepts(register.Type, mayBeWider)
            ? register.Slot
            : throw NotSupported($"register '{name}' is {register.Type} where {type} is expected");
    }

    private static (string Start, long Offset) SplitOffset(string value)
    {
        int sign = value.LastIndexOfAny(['+', '-']);
        if (sign <= 0)
        {
            return (value, 0);
        }

        string digits = value[(sign + 1)..].Trim();
        long offset = digits.StartsWith('-')
            ? -long.Parse(digits.AsSpan(1), CultureInfo.InvariantCulture)
            : (long)PtxNumbers.TryParse(digits, new PtxType(PtxKind.Unsigned, 8))!.Value;
        return (value[..sign].TrimEnd('+', ' '), value[sign] == '-' ? -offset : offset);
    }

    private static List<string> SplitAtCommas(string value)
    {
        List<string> parts = [];
        int depth = 0, start = 0;
        for (int i = 0; i <= value.Length; i++)
        {
            if (i == value.Length || (value[i] == ',' && depth == 0))
            {
                parts.Add(value[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += value[i] is '{' or '[' ? 1 : value[i] is '}' or ']' ? -1 : 0;
            }
        }

        return parts;
    }
}
