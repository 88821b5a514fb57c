using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>Whole numbers of a range.</summary>
/// <typeparam name="T">Their type.</typeparam>
/// <param name="least">The least of them.</param>
/// <param name="most">The largest of them.</param>
internal sealed class WholeNumbers<T>(T least, T most) : ValueKind
    where T : struct, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");

    /// <inheritdoc/>
    public override string Expected => $"a whole number from {Range}";

    /// <inheritdoc/>
    public override string Placeholder => "N";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value) => TryParse((ReadOnlySpan<char>)text, out value);

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = least;
        return element.ValueKind == JsonValueKind.Number && TryParse(element.GetRawText(), out value);
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is T number && number >= least && number <= most;

    /// <inheritdoc/>
    protected override string Refusal(string text) => base.Refusal(text) + (text.Contains(',') ? " Nothing separates thousands." : "");

    private bool TryParse(ReadOnlySpan<char> text, out object value)
    {
        bool isNumber = Numbers.TryWhole(text, out Int128 number) && number >= Int128.CreateChecked(least) && number <= Int128.CreateChecked(most);
        value = isNumber ? T.CreateChecked(number) : least;
        return isNumber;
    }
}
