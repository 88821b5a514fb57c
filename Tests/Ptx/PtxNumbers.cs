using System.Globalization;

namespace NativeGan.Tests.Ptx;

/// <summary>Number literals.</summary>
internal static class PtxNumbers
{
    /// <summary>The bits of a literal as an operand of the given type; null when the text is not a number.</summary>
    public static ulong? TryParse(string text, PtxType type)
    {
        bool isNegative = text.StartsWith('-');
        string digits = isNegative ? text[1..] : text;
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
        {
            return null;
        }

        if (digits.Length > 2 && digits[1] is 'f' or 'F' or 'd' or 'D')
        {
            return Floating(digits, isNegative, type);
        }

        if (digits.Contains('.', StringComparison.Ordinal))
        {
            double value = double.Parse(digits, CultureInfo.InvariantCulture);
            return FloatBits(isNegative ? -value : value, type);
        }

        digits = digits.TrimEnd('U');
        ulong magnitude = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.Parse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : ulong.Parse(digits, CultureInfo.InvariantCulture);
        return type.Kind == PtxKind.Float
            ? throw new FormatException($"Integer '{text}' as an operand of type {type}.")
            : isNegative ? 0 - magnitude : magnitude;
    }

    // 0f and eight digits are a float32's bits, 0d and sixteen a float64's.
    private static ulong Floating(string digits, bool isNegative, PtxType type)
    {
        ulong bits = ulong.Parse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        bool isSingle = digits[1] is 'f' or 'F';
        if (digits.Length != (isSingle ? 10 : 18) || (type.Size == 4) != isSingle)
        {
            throw new FormatException($"Literal '{digits}' as an operand of type {type}.");
        }

        return isNegative ? bits ^ (isSingle ? 1ul << 31 : 1ul << 63) : bits;
    }

    private static ulong FloatBits(double value, PtxType type) => type == PtxType.F32 ? BitConverter.SingleToUInt32Bits((float)value)
        : type == PtxType.F64 ? BitConverter.DoubleToUInt64Bits(value)
        : throw new FormatException($"Decimal fraction as an operand of type {type}.");
}
