using System.Numerics;

namespace NativeGan.Tests.Ptx;

/// <summary>Moves, bitwise operations, shifts, comparisons and selections.</summary>
internal static class PtxLogic
{
    public static Action<PtxThread>? Translate(PtxInstruction instruction) => instruction.Root switch
    {
        "mov" => Move(instruction),
        "and" or "or" or "xor" or "not" or "cnot" => Bitwise(instruction),
        "shl" or "shr" => Shift(instruction),
        "selp" => Select(instruction),
        "setp" => Compare(instruction),
        "testp" => Test(instruction),
        _ => null,
    };

    private static Action<PtxThread> Move(PtxInstruction instruction)
    {
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        if (instruction.Operands[0][0] == '{' || instruction.Operands[1][0] == '{')
        {
            return Pack(instruction, type);
        }

        int target = instruction.Destination(0, type), source = instruction.Source(1, type);
        return thread => thread.Registers[target] = thread.Registers[source];
    }

    // mov.b64 d, {a, b} and mov.b64 {a, b}, d: the first element is the low one.
    private static Action<PtxThread> Pack(PtxInstruction instruction, PtxType type)
    {
        bool isPacking = instruction.Operands[1][0] == '{';
        int elementSize = type.Size / (instruction.Operands[isPacking ? 1 : 0].Count(static c => c == ',') + 1);
        PtxType elementType = new(PtxKind.Bits, elementSize);
        int bits = elementSize * 8;
        ulong mask = (1ul << bits) - 1;
        if (isPacking)
        {
            int target = instruction.Destination(0, type);
            int[] sources = instruction.Vector(1, elementType, isWritten: false);
            return thread =>
            {
                ulong packed = 0;
                for (int element = 0; element < sources.Length; element++)
                {
                    packed |= (thread.Registers[sources[element]] & mask) << (element * bits);
                }

                thread.Registers[target] = packed;
            };
        }

        int[] targets = instruction.Vector(0, elementType, isWritten: true);
        int source = instruction.Source(1, type);
        return thread =>
        {
            ulong packed = thread.Registers[source];
            for (int element = 0; element < targets.Length; element++)
            {
                thread.Registers[targets[element]] = (packed >> (element * bits)) & mask;
            }
        };
    }

    private static Action<PtxThread> Bitwise(PtxInstruction instruction)
    {
        PtxType type = instruction.TakeType();
        bool isUnary = instruction.Root is "not" or "cnot";
        instruction.ExpectNothingElse(isUnary ? 2 : 3);
        if (type.Kind is not (PtxKind.Bits or PtxKind.Predicate) || (instruction.Root == "cnot"))
        {
            throw instruction.NotSupported("only .pred and .b types are known");
        }

        int target = instruction.Destination(0, type), a = instruction.Source(1, type), b = isUnary ? a : instruction.Source(2, type);
        return instruction.Root switch
        {
            "and" => thread => thread.Registers[target] = thread.Registers[a] & thread.Registers[b],
            "or" => thread => thread.Registers[target] = thread.Registers[a] | thread.Registers[b],
            "xor" => thread => thread.Registers[target] = thread.Registers[a] ^ thread.Registers[b],
            _ => thread => thread.Registers[target] = ~thread.Registers[a],
        };
    }

    // Amounts are unsigned 32-bit numbers; from the width on, what is left is zeros or signs.
    private static Action<PtxThread> Shift(PtxInstruction instruction)
    {
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(3);
        int target = instruction.Destination(0, type), value = instruction.Source(1, type), amount = instruction.Source(2, PtxType.U32);
        int width = type.Size * 8, unused = 64 - width;
        if (instruction.Root == "shl")
        {
            return thread => thread.Registers[target] = Amount(thread, amount) is var shift && shift >= (uint)width
                ? 0
                : thread.Registers[value] << (int)shift;
        }

        return type.Kind == PtxKind.Signed
            ? thread => thread.Registers[target] =
                (ulong)((long)(thread.Registers[value] << unused) >> unused >> (int)Math.Min(Amount(thread, amount), 63))
            : thread => thread.Registers[target] = Amount(thread, amount) is var shift && shift >= (uint)width
                ? 0
                : thread.Registers[value] << unused >> unused >> (int)shift;
    }

    private static uint Amount(PtxThread thread, int slot) => (uint)thread.Registers[slot];

    private static Action<PtxThread> Select(PtxInstruction instruction)
    {
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(4);
        int target = instruction.Destination(0, type), a = instruction.Source(1, type), b = instruction.Source(2, type);
        int condition = instruction.Source(3, PtxType.Predicate);
        return thread => thread.Registers[target] = thread.Registers[(thread.Registers[condition] & 1) != 0 ? a : b];
    }

    private static Action<PtxThread> Compare(PtxInstruction instruction)
    {
        string comparison = instruction.TakeAny(
            "eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan")
            ?? throw instruction.NotSupported("the comparison is unknown");
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(3);
        int target = instruction.Destination(0, PtxType.Predicate), a = instruction.Source(1, type), b = instruction.Source(2, type);
        bool isEquality = comparison is "eq" or "ne";
        return (type.Kind, type.Size) switch
        {
            (PtxKind.Float, 4) => Set(target, a, b, FloatComparison<float>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Float, 8) => Set(target, a, b, FloatComparison<double>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Signed, 2) => Set(target, a, b, SignedComparison<short>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Signed, 4) => Set(target, a, b, SignedComparison<int>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Signed, 8) => Set(target, a, b, SignedComparison<long>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Unsigned or PtxKind.Bits, 2) when isEquality || type.Kind == PtxKind.Unsigned =>
                Set(target, a, b, UnsignedComparison<ushort>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Unsigned or PtxKind.Bits, 4) when isEquality || type.Kind == PtxKind.Unsigned =>
                Set(target, a, b, UnsignedComparison<uint>(comparison) ?? throw Unknown(instruction)),
            (PtxKind.Unsigned or PtxKind.Bits, 8) when isEquality || type.Kind == PtxKind.Unsigned =>
                Set(target, a, b, UnsignedComparison<ulong>(comparison) ?? throw Unknown(instruction)),
            _ => throw Unknown(instruction),
        };
    }

    private static Action<PtxThread> Test(PtxInstruction instruction)
    {
        string test = instruction.TakeAny("finite", "infinite", "number", "notanumber", "normal", "subnormal")
            ?? throw instruction.NotSupported("the test is unknown");
        PtxType type = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        int target = instruction.Destination(0, PtxType.Predicate), source = instruction.Source(1, type);
        return type == PtxType.F32 ? Set(target, source, source, (float x, float _) => HasProperty(test, x))
            : type == PtxType.F64 ? Set(target, source, source, (double x, double _) => HasProperty(test, x))
            : throw instruction.NotSupported($"type {type} is not a floating-point type");
    }

    private static NotSupportedException Unknown(PtxInstruction instruction) => instruction.NotSupported("this comparison of this type is unknown");

    private static bool HasProperty<T>(string test, T x) where T : IFloatingPoint<T> => test switch
    {
        "finite" => T.IsFinite(x),
        "infinite" => T.IsInfinity(x),
        "number" => !T.IsNaN(x),
        "notanumber" => T.IsNaN(x),
        "normal" => T.IsNormal(x) || T.IsZero(x), // PTX counts zero among the normal numbers
        _ => T.IsSubnormal(x),
    };

    private static Action<PtxThread> Set<T>(int target, int a, int b, Func<T, T, bool> isTrue) where T : unmanaged => thread =>
        thread.Registers[target] =
            isTrue(PtxThread.Get<T>(thread.Registers, a), PtxThread.Get<T>(thread.Registers, b)) ? 1ul : 0;

    // Comparisons are false when a number is missing, also .ne; with u behind the name they are true then.
    private static Func<T, T, bool>? FloatComparison<T>(string comparison) where T : IFloatingPointIeee754<T> => comparison switch
    {
        "eq" => static (x, y) => x == y,
        "ne" => static (x, y) => x < y || x > y,
        "lt" => static (x, y) => x < y,
        "le" => static (x, y) => x <= y,
        "gt" => static (x, y) => x > y,
        "ge" => static (x, y) => x >= y,
        "equ" => static (x, y) => !(x < y || x > y),
        "neu" => static (x, y) => x != y,
        "ltu" => static (x, y) => !(x >= y),
        "leu" => static (x, y) => !(x > y),
        "gtu" => static (x, y) => !(x <= y),
        "geu" => static (x, y) => !(x < y),
        "num" => static (x, y) => !T.IsNaN(x) && !T.IsNaN(y),
        "nan" => static (x, y) => T.IsNaN(x) || T.IsNaN(y),
        _ => null,
    };

    private static Func<T, T, bool>? UnsignedComparison<T>(string comparison) where T : IUnsignedNumber<T>, IComparisonOperators<T, T, bool> =>
        comparison switch
        {
            "lo" => static (x, y) => x < y,
            "ls" => static (x, y) => x <= y,
            "hi" => static (x, y) => x > y,
            "hs" => static (x, y) => x >= y,
            _ => Ordered<T>(comparison),
        };

    private static Func<T, T, bool>? SignedComparison<T>(string comparison) where T : ISignedNumber<T>, IComparisonOperators<T, T, bool> =>
        Ordered<T>(comparison);

    private static Func<T, T, bool>? Ordered<T>(string comparison) where T : IComparisonOperators<T, T, bool> => comparison switch
    {
        "eq" => static (x, y) => x == y,
        "ne" => static (x, y) => x != y,
        "lt" => static (x, y) => x < y,
        "le" => static (x, y) => x <= y,
        "gt" => static (x, y) => x > y,
        "ge" => static (x, y) => x >= y,
        _ => null,
    };
}
