namespace NativeGan.Tests.Ptx;

/// <summary>How the bits of a register or operand are read.</summary>
public enum PtxKind
{
    Bits,
    Unsigned,
    Signed,
    Float,
    Predicate,
}
