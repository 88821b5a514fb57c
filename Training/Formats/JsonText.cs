using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NativeGan.Training.Formats;

/// <summary>JSON as people read it: indented, and only what JSON itself demands is escaped.</summary>
public static class JsonText
{
    /// <summary>How every JSON file and output of the program is written.</summary>
    public static JsonSerializerOptions Readable { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number; null where JSON has none for it: infinities and what is no number.</summary>
    public static JsonNode? NumberOf(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>The text of a node, with a line feed at its end.</summary>
    public static string Of(JsonNode node) => node.ToJsonString(Readable) + "\n";
}
