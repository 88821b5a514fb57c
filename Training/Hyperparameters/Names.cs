using System.Text.Json;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Hyperparameters;

/// <summary>A few names, one of which is chosen; letter case does not matter.</summary>
/// <param name="names">The names.</param>
internal class Names(IReadOnlyList<string> names) : ValueKind
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> All => names;

    /// <inheritdoc/>
    public override string Range => $"One of: {string.Join(", ", names)}";

    /// <inheritdoc/>
    public override string Expected => $"one of {string.Join(", ", names)}";

    /// <inheritdoc/>
    public override string Placeholder => "NAME";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        string? found = names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = found ?? text;
        return found is not null;
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = "";
        return element.ValueKind == JsonValueKind.String && TryParse(element.GetString()!, out value);
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is string name && names.Contains(name);

    /// <inheritdoc/>
    protected override string Refusal(string text) => $"there is no '{text}'{Nearest.Hint(text, names)} There are {string.Join(", ", names)}.";

    /// <inheritdoc/>
    protected override string RefusalOfText(string text, string found) => Refusal(text);
}
