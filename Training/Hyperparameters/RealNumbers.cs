using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>Finite numbers of a range.</summary>
/// <param name="least">The least of them.</param>
/// <param name="most">The largest of them; infinity for no bound.</param>
internal sealed class RealNumbers(double least, double most = double.PositiveInfinity) : ValueKind
{
    /// <summary>Whether the least number is not allowed itself.</summary>
    public bool ExcludesLeast { get; init; }

    /// <summary>Whether the largest number is not allowed itself.</summary>
    public bool ExcludesMost { get; init; }

    /// <inheritdoc/>
    public override string Range => (ExcludesLeast, ExcludesMost, double.IsInfinity(most)) switch
    {
        (true, _, true) => $"above {Show(least)}",
        (true, true, false) => $"above {Show(least)}, below {Show(most)}",
        (true, false, false) => $"above {Show(least)}, up to {Show(most)}",
        (false, _, true) => $"{Show(least)} or more",
        (false, true, false) => $"{Show(least)} or more, below {Show(most)}",
        (false, false, false) => $"{Show(least)} to {Show(most)}",
    };

    /// <inheritdoc/>
    public override string Expected => ExcludesLeast ? $"a number {Range}" : double.IsInfinity(most) || ExcludesMost ? $"a number of {Range}" : $"a number from {Range}";

    /// <inheritdoc/>
    public override string Placeholder => "X";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        bool isNumber = Numbers.TryReal(text, out double number) && Holds(number);
        value = number;
        return isNumber;
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = least;
        return element.ValueKind == JsonValueKind.Number && TryParse(element.GetRawText(), out value);
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is double number && double.IsFinite(number)
        && (ExcludesLeast ? number > least : number >= least) && (ExcludesMost ? number < most : number <= most);

    /// <inheritdoc/>
    public override string Show(object value) => base.Show(value).ToLowerInvariant();

    /// <inheritdoc/>
    protected override string Refusal(string text) => base.Refusal(text) + (text.Contains(',') ? " Decimals follow a point, and nothing separates thousands." : "");
}
