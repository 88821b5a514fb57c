using System.Buffers;
using System.Globalization;

namespace NativeGan.Training.Hyperparameters;

/// <summary>The one way in which numbers are read, on every command line and in every file: 12, -3, 0.0002, 2e-4.</summary>
/// <remarks>A point separates decimals, and nothing separates thousands. No spaces, no plus sign in front, no hexadecimal, no NaN, no infinity.</remarks>
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

    /// <summary>A finite number, with decimals and an exponent or without them.</summary>
    public static bool TryReal(ReadOnlySpan<char> text, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        number = 0;
        return !text.ContainsAnyExcept(_real) && !text.StartsWith("+")
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>A text as messages show it: a number as it is, anything else in quotes.</summary>
    public static string Show(string text) => TryReal(text, out _) ? text : $"'{text}'";
}
