using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>Any text.</summary>
internal sealed class AnyText : ValueKind
{
    /// <inheritdoc/>
    public override string Range => "any text";

    /// <inheritdoc/>
    public override string Expected => "a text";

    /// <inheritdoc/>
    public override string Placeholder => "TEXT";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        value = text;
        return true;
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        return element.ValueKind == JsonValueKind.String;
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is string;
}
