namespace NativeGan.Tests.Ptx;

/// <summary>A fundamental type of PTX: <c>.f32</c>, <c>.b64</c>, <c>.pred</c>.</summary>
/// <param name="Kind">How the bits are read.</param>
/// <param name="Size">Bytes; 1 for a predicate.</param>
public readonly record struct PtxType(PtxKind Kind, int Size)
{
    public static readonly PtxType Predicate = new(PtxKind.Predicate, 1);
    public static readonly PtxType B32 = new(PtxKind.Bits, 4);
    public static readonly PtxType U32 = new(PtxKind.Unsigned, 4);
    public static readonly PtxType F32 = new(PtxKind.Float, 4);
    public static readonly PtxType F64 = new(PtxKind.Float, 8);

    /// <summary>A type by its name without the dot; null for anything else.</summary>
    public static PtxType? TryParse(string name) => name switch
    {
        "pred" => Predicate,
        "f32" or "f64" => new PtxType(PtxKind.Float, name == "f32" ? 4 : 8),
        "b8" or "b16" or "b32" or "b64" => new PtxType(PtxKind.Bits, SizeIn(name)),
        "u8" or "u16" or "u32" or "u64" => new PtxType(PtxKind.Unsigned, SizeIn(name)),
        "s8" or "s16" or "s32" or "s64" => new PtxType(PtxKind.Signed, SizeIn(name)),
        _ => null,
    };

    /// <summary>Whether an operand of this type may be a register declared as <paramref name="register"/>.</summary>
    /// <remarks>
    /// PTX ISA, "Operand Size Exceeding Instruction-Type Size" and "Type Checking": the sizes agree, and integers do not mix
    /// with floating-point numbers unless one side is untyped. Loads, stores and conversions may use wider registers.
    /// </remarks>
    /// <param name="register">The register's declared type.</param>
    /// <param name="mayBeWider">True for loads, stores and conversions.</param>
    public bool Accepts(PtxType register, bool mayBeWider)
    {
        if (Kind == PtxKind.Predicate || register.Kind == PtxKind.Predicate)
        {
            return Kind == register.Kind;
        }

        if (Size != register.Size)
        {
            return mayBeWider && Size < register.Size && (Kind != PtxKind.Float && register.Kind != PtxKind.Float);
        }

        return Kind == PtxKind.Bits || register.Kind == PtxKind.Bits
            || (Kind == PtxKind.Float) == (register.Kind == PtxKind.Float);
    }

    public override string ToString() => Kind switch
    {
        PtxKind.Predicate => ".pred",
        PtxKind.Float => $".f{Size * 8}",
        PtxKind.Signed => $".s{Size * 8}",
        PtxKind.Unsigned => $".u{Size * 8}",
        _ => $".b{Size * 8}",
    };

    private static int SizeIn(string name) => int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) / 8;
}
