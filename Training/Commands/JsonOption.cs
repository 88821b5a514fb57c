using System.CommandLine;
using System.Text.Json.Nodes;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Commands;

/// <summary><c>--json</c>: the result as one JSON object on standard output, and nothing else there.</summary>
internal sealed class JsonOption : Option<bool>
{
    /// <summary>The option.</summary>
    public JsonOption()
        : base("--json") => Description = "Write the result as JSON on standard output, and nothing else there.";

    /// <summary>Where lines about the work go: nowhere when the output is JSON.</summary>
    public Action<string> Log(ParseResult parsed) => parsed.GetValue(this) ? static _ => { } : Console.WriteLine;

    /// <summary>Writes the result.</summary>
    public static void Write(JsonNode result) => ConsoleOutput.Result.Write(JsonText.Of(result));
}
