using System.Text.Json;
using NativeGan.Models.Gans;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Options;

/// <summary>Layers in <see cref="NetworkNotation"/>. A file also holds an empty text, for the model's own.</summary>
internal sealed class NetworkLayers : ValueKind
{
    /// <summary>What layers that may be incomplete are read against, to see whether they are layers.</summary>
    public static MlpDesign AnyNetwork { get; } = MlpGanDesign.OneHiddenLayer(1, 1).Generator;

    /// <inheritdoc/>
    public override string Range =>
        $"{NetworkNotation.Form}: a width alone keeps what follows it in the preset. After a width and its colon can stand {NetworkNotation.Words}";

    /// <inheritdoc/>
    public override string Expected => $"a text of layers, such as {NetworkNotation.Form},";

    /// <inheritdoc/>
    public override string Placeholder => "LAYERS";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        value = text;
        return Error(text) is null;
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        return element.ValueKind == JsonValueKind.String && Holds(value);
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is string text && (text.Length == 0 || Error(text) is null);

    /// <inheritdoc/>
    public override string Show(object value) => value is "" ? "the model's own" : (string)value;

    /// <inheritdoc/>
    protected override string Refusal(string text) => $"found '{text}': {Error(text)} Layers are written {NetworkNotation.Form}.";

    /// <inheritdoc/>
    protected override string RefusalOfText(string text, string found) => Refusal(text);

    private static string? Error(string text)
    {
        try
        {
            NetworkNotation.Read(text, AnyNetwork);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
