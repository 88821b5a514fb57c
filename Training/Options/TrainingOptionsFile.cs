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
        TrainingOptions options = ConfigurationFile.Parse(json, where, ExitCodes.DataMissing).Over(HyperparameterCatalog.Defaults);
        return options.Preset.Length > 0
            ? options
            : throw new InputException($"{where}: preset is missing, the name of a preset is expected.", ExitCodes.DataMissing);
    }

    /// <summary>Lays the values that a file gives over a configuration; what it does not mention stays.</summary>
    /// <param name="options">What holds where the file is silent.</param>
    /// <param name="path">A configuration, whole or in part, or a run's <c>run.json</c>.</param>
    /// <param name="exitCode">What a wrong content ends the program with; a file that cannot be read is <see cref="ExitCodes.DataMissing"/>.</param>
    /// <exception cref="InputException">The file is missing, no JSON, or names something that does not exist.</exception>
    public static TrainingOptions Overlay(TrainingOptions options, string path, int exitCode = ExitCodes.Usage) =>
        NetworkOptions.Settle(options, ConfigurationFile.Read(path, exitCode).Over(options));
}
