using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Options;

/// <summary>A run's configuration as JSON: in <c>run.json</c>, in checkpoints, and for <c>--config</c>.</summary>
public static class TrainingOptionsFile
{
    private static readonly JsonSerializerOptions _compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions _indented = new(_compact) { WriteIndented = true };

    /// <summary>The configuration as JSON text.</summary>
    public static string ToJson(TrainingOptions options, bool indented) => JsonSerializer.Serialize(options, indented ? _indented : _compact);

    /// <summary>The configuration as a JSON object.</summary>
    public static JsonNode ToNode(TrainingOptions options) => JsonSerializer.SerializeToNode(options, _compact)!;

    /// <summary>Reads a whole configuration.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <param name="where">What the text is part of, for messages.</param>
    /// <exception cref="InputException">It is no configuration.</exception>
    public static TrainingOptions FromJson(string json, string where)
    {
        TrainingOptions options = Read(HyperparameterCatalog.Defaults, json, where, ExitCodes.DataMissing);
        return options.Preset.Length > 0
            ? options
            : throw new InputException($"{where}: preset is missing, the name of a preset is expected.", ExitCodes.DataMissing);
    }

    /// <summary>Lays the values that a file gives over a configuration; what it does not mention stays.</summary>
    /// <param name="options">What holds where the file is silent.</param>
    /// <param name="path">A configuration, whole or in part, or a run's <c>run.json</c>.</param>
    /// <param name="exitCode">What a wrong content ends the program with; a file that cannot be read is <see cref="ExitCodes.DataMissing"/>.</param>
    /// <exception cref="InputException">The file is missing, no JSON, or names something that does not exist.</exception>
    public static TrainingOptions Overlay(TrainingOptions options, string path, int exitCode = ExitCodes.Usage)
    {
        try
        {
            return NetworkOptions.Settle(options, Read(options, File.ReadAllText(path), $"Configuration '{path}'", exitCode));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"Configuration '{path}' cannot be read: {exception.Message}", ExitCodes.DataMissing, exception);
        }
    }

    private static TrainingOptions Read(TrainingOptions options, string json, string where, int exitCode)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            bool isRun = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("configuration", out root);
            return ReadObject(options, null, isRun ? root : document.RootElement, where, exitCode);
        }
        catch (JsonException exception)
        {
            string place = FormattableString.Invariant($"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}");
            throw new InputException($"{where}: not a valid configuration: it is no JSON from {place} on.", exitCode, exception);
        }
    }

    private static TrainingOptions ReadObject(TrainingOptions options, string? group, JsonElement element, string where, int exitCode)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InputException(
                $"{where}: {(group is null ? "" : $"{group}: ")}an object with {(group is null ? "the options of a run" : "an optimiser's options")} is expected, such as {(group is null ? "{ \"batchSize\": 64 }" : "{ \"learningRate\": 0.0002 }")}.",
                exitCode);
        }

        HashSet<string> names = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string path = group is null ? property.Name : $"{group}.{property.Name}";
            if (!names.Add(property.Name))
            {
                throw new InputException($"{where}: {path} is given twice. Leave one out.", exitCode);
            }

            options = group is null && HyperparameterCatalog.Groups.Contains(property.Name)
                ? ReadObject(options, property.Name, property.Value, where, exitCode)
                : HyperparameterCatalog.All.FirstOrDefault(row => row.Path == path) is { } known
                    ? known.With(options, known.Kind.Read($"{where}: {path}", property.Value, exitCode))
                    : throw new InputException($"{where}: there is no option '{property.Name}'{Nearest.Hint(property.Name, Known(group))}", exitCode);
        }

        return options;
    }

    // The names of the same object first: among equally near ones they are meant.
    private static IEnumerable<string> Known(string? group) => HyperparameterCatalog.All
        .OrderBy(row => row.Group == group ? 0 : 1).Select(row => row.Name)
        .Concat(HyperparameterCatalog.Groups).Distinct();
}
