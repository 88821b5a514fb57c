using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>True and false.</summary>
internal sealed class TruthValues : ValueKind
{
    /// <inheritdoc/>
    public override string Range => "true or false";

    /// <inheritdoc/>
    public override string Expected => Range;

    /// <inheritdoc/>
    public override string Placeholder => "true|false";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        bool isTrue = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        value = isTrue;
        return isTrue || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is bool;

    /// <inheritdoc/>
    public override string Show(object value) => value is true ? "true" : "false";
}
