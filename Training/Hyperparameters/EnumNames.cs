using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>The values of an enumeration, by their names in small letters: <c>FashionMnist</c> is <c>fashion-mnist</c>.</summary>
/// <param name="type">The enumeration.</param>
/// <param name="values">Those of its values that can be chosen.</param>
internal sealed class EnumNames(Type type, params IReadOnlyList<object> values) : Names([.. values.Select(NameOf)])
{
    /// <summary>All values of an enumeration.</summary>
    public EnumNames(Type type) : this(type, [.. Enum.GetValues(type).Cast<object>()])
    {
    }

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        object? found = values.FirstOrDefault(entry => NameOf(entry).Equals(text, StringComparison.OrdinalIgnoreCase));
        value = found ?? text;
        return found is not null;
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value.GetType() == type && values.Contains(value);

    /// <inheritdoc/>
    public override string Show(object value) => NameOf(value);

    private static string NameOf(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!);
}
