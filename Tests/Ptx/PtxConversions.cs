namespace NativeGan.Tests.Ptx;

/// <summary>The <c>cvt</c> instructions.</summary>
internal static class PtxConversions
{
    private static readonly string[] _toInteger = ["rni", "rzi", "rmi", "rpi"];

    public static Action<PtxThread>? Translate(PtxInstruction instruction)
    {
        if (instruction.Root != "cvt")
        {
            return null;
        }

        if (instruction.Take("tf32"))
        {
            return ToTf32(instruction);
        }

        string? rounding = instruction.TakeAny(_toInteger) ?? instruction.TakeAny("rn");
        bool isSaturated = instruction.Take("sat");
        PtxType target = instruction.TakeType(), source = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        int to = instruction.Destination(0, target, mayBeWider: true), from = instruction.Source(1, source, mayBeWider: true);
        bool fromFloat = source.Kind == PtxKind.Float, toFloat = target.Kind == PtxKind.Float;
        bool toWhole = Array.IndexOf(_toInteger, rounding) >= 0;

        // PTX ISA, cvt: a rounding must be given exactly where the conversion can be inexact.
        bool mustRound = (fromFloat != toFloat) || (fromFloat && toFloat && target.Size < source.Size);
        bool isRoundingRight = !mustRound
            ? rounding is null || (fromFloat && toFloat && toWhole && target.Size == source.Size)
            : fromFloat && !toFloat ? toWhole : rounding == "rn";
        if (!isRoundingRight || (isSaturated && toFloat != fromFloat && toFloat)
            || source.Kind is PtxKind.Bits or PtxKind.Predicate || target.Kind is PtxKind.Bits or PtxKind.Predicate)
        {
            throw instruction.NotSupported("this pair of types and rounding is unknown");
        }

        return (fromFloat, toFloat) switch
        {
            (false, false) => thread => thread.Registers[to] = WholeBits(Saturate(Whole(thread, from, source), target, isSaturated), target),
            (false, true) => thread => thread.Registers[to] = target.Size == 4
                ? BitConverter.SingleToUInt32Bits((float)Whole(thread, from, source))
                : BitConverter.DoubleToUInt64Bits((double)Whole(thread, from, source)),
            (true, false) => thread => thread.Registers[to] = WholeBits(
                Saturate(Int128.CreateSaturating(RoundToWhole(Real(thread, from, source), rounding)), target, true), target),
            _ => thread => thread.Registers[to] = RealBits(
                SaturateToUnit(toWhole ? RoundToWhole(Real(thread, from, source), rounding) : Real(thread, from, source), isSaturated), target),
        };
    }

    /// <summary>The nearest number with 10 bits behind the leading one, ties away from zero, as float32 bits.</summary>
    public static uint RoundToTf32(uint bits)
    {
        const uint Half = 1u << 12, Rest = (1u << 13) - 1;
        return float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? 0x7FFFFFFF
            : float.IsInfinity(BitConverter.UInt32BitsToSingle(bits)) ? bits
            : (bits + Half) & ~Rest;
    }

    private static Action<PtxThread> ToTf32(PtxInstruction instruction)
    {
        bool isKnown = instruction.Take("rna");
        PtxType source = instruction.TakeType();
        instruction.ExpectNothingElse(2);
        int to = instruction.Destination(0, PtxType.B32), from = instruction.Source(1, source);
        return isKnown && source == PtxType.F32
            ? thread => thread.Registers[to] = RoundToTf32((uint)thread.Registers[from])
            : throw instruction.NotSupported("only cvt.rna.tf32.f32 is known");
    }

    private static Int128 Whole(PtxThread thread, int slot, PtxType type)
    {
        int unused = 64 - (type.Size * 8);
        ulong bits = thread.Registers[slot] << unused;
        return type.Kind == PtxKind.Signed ? (Int128)((long)bits >> unused) : (Int128)(bits >> unused);
    }

    private static double Real(PtxThread thread, int slot, PtxType type) => type.Size == 4
        ? PtxThread.Get<float>(thread.Registers, slot)
        : PtxThread.Get<double>(thread.Registers, slot);

    private static double RoundToWhole(double value, string? rounding) => rounding switch
    {
        "rni" => Math.Round(value, MidpointRounding.ToEven),
        "rzi" => Math.Truncate(value),
        "rmi" => Math.Floor(value),
        _ => Math.Ceiling(value),
    };

    // From floating point to an integer the ends of the range always hold; NaN is 0.
    private static Int128 Saturate(Int128 value, PtxType type, bool isSaturated)
    {
        int bits = type.Size * 8;
        bool isSigned = type.Kind == PtxKind.Signed;
        return !isSaturated ? value : Int128.Clamp(
            value, isSigned ? -(Int128.One << (bits - 1)) : 0, (Int128.One << (isSigned ? bits - 1 : bits)) - 1);
    }

    // Cut to the type, then extended to the register by the type's sign.
    private static ulong WholeBits(Int128 value, PtxType type)
    {
        int unused = 64 - (type.Size * 8);
        ulong bits = (ulong)(UInt128)value << unused;
        return type.Kind == PtxKind.Signed ? (ulong)((long)bits >> unused) : bits >> unused;
    }

    private static double SaturateToUnit(double value, bool isSaturated) =>
        !isSaturated ? value : double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);

    private static ulong RealBits(double value, PtxType type) => type.Size == 4
        ? BitConverter.SingleToUInt32Bits((float)value)
        : BitConverter.DoubleToUInt64Bits(value);
}
