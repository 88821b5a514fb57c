using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NativeGan.Training.Errors;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Options;

/// <summary>A run's configuration as JSON: in <c>run.json</c>, in checkpoints, and for <c>--config</c>.</summary>
public static class TrainingOptionsFile
{
    private static readonly JsonSerializerOptions _compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions _indented = new(_compact) { WriteIndented = true };

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

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
        try
        {
            return JsonSerializer.Deserialize<TrainingOptions>(json, _compact)
                ?? throw new InputException($"{where}: the configuration is empty.", ExitCodes.DataMissing);
        }
        catch (JsonException exception)
        {
            throw Explain(where, exception, ExitCodes.DataMissing);
        }
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
            JsonObject merged = ToNode(options).AsObject();
            JsonObject file = JsonNode.Parse(File.ReadAllText(path), documentOptions: _strict)?.AsObject() ?? [];
            Merge(merged, file["configuration"]?.AsObject() ?? file);
            return NetworkOptions.Settle(options, merged.Deserialize<TrainingOptions>(_compact)!);
        }
        catch (JsonException exception)
        {
            throw Explain($"Configuration '{path}'", exception, exitCode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"Configuration '{path}' cannot be read: {exception.Message}", ExitCodes.DataMissing, exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"Configuration '{path}': an object with the options of a run is expected, such as {{ \"batchSize\": 64 }}.", exitCode, exception);
        }
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach ((string name, JsonNode? value) in source)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static InputException Explain(string where, JsonException exception, int exitCode)
    {
        string message = exception.Message;
        int unmapped = message.IndexOf("could not be mapped", StringComparison.Ordinal);
        if (unmapped > 0 && message.Split('\'') is { Length: > 1 } parts)
        {
            IEnumerable<string> known = ToNode(new TrainingOptions { Preset = "" }).AsObject().Select(property => property.Key)
                .Concat(JsonSerializer.SerializeToNode(new OptimizerOptions(), _compact)!.AsObject().Select(property => property.Key));
            return new InputException($"{where}: there is no option '{parts[1]}'{Nearest.Hint(parts[1], known)}", exitCode, exception);
        }

        string place = exception.Path is { Length: > 0 } at ? $" at {at}" : "";
        return new InputException($"{where}: not a valid configuration{place}, line {exception.LineNumber + 1}: {message.Split(" Path:")[0]}", exitCode, exception);
    }
}
