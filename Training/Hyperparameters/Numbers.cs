using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace NativeGan.Training.Hyperparameters;

/// <summary>The one way in which numbers are read, on every command line and in every file: 12, -3, 0.0002, 2e-4.</summary>
/// <remarks>A point separates decimals, and nothing separates thousands. No spaces, no plus sign in front, no hexadecimal; NaN and infinity only where something was measured.</remarks>
internal static class Numbers
{
    private static readonly SearchValues<char> _whole = SearchValues.Create("-0123456789"), _real = SearchValues.Create("-+.eE0123456789");

    /// <summary>A whole number in digits, with a minus sign or without one.</summary>
    public static bool TryWhole(ReadOnlySpan<char> text, out Int128 number)
    {
        number = 0;
        return !text.ContainsAnyExcept(_whole) && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A whole number of a range; 0 where it is none of those.</summary>
    public static int WholeOrZero(ReadOnlySpan<char> text, int least, int most) =>
        TryWhole(text, out Int128 number) && number >= least && number <= most ? (int)number : 0;

    /// <summary>Steps done: a whole number in digits, 0 or more.</summary>
    public static bool TryStep(ReadOnlySpan<char> text, out long step)
    {
        bool isStep = TryWhole(text, out Int128 number) && number >= 0 && number <= long.MaxValue && !text.StartsWith("-");
        step = isStep ? (long)number : 0;
        return isStep;
    }

    /// <summary>A finite number, with decimals and an exponent or without them.</summary>
    public static bool TryReal(ReadOnlySpan<char> text, out double number)
    {
        bool isNumber = TryDecimals(text, out number) && double.IsFinite(number);
        number = isNumber ? number : 0;
        return isNumber;
    }

    /// <summary>A number that was measured and written by this program: a finite one, <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>.</summary>
    /// <remarks>Text is rounded once, to the type that is asked for, so that a number comes back to the bit.</remarks>
    public static bool TryMeasured<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        (bool isNamed, number) = text switch
        {
            "NaN" => (true, T.NaN),
            "Infinity" => (true, T.PositiveInfinity),
            "-Infinity" => (true, T.NegativeInfinity),
            _ => (false, T.Zero),
        };
        return isNamed || TryDecimals(text, out number);
    }

    /// <summary>A text as messages show it: a number as it is, anything else in quotes.</summary>
    public static string Show(string text) => TryReal(text, out _) ? text : $"'{text}'";

    private static bool TryDecimals<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        number = T.Zero;
        return !text.ContainsAnyExcept(_real) && !text.StartsWith("+") && T.TryParse(text, Style, CultureInfo.InvariantCulture, out number);
    }
}
