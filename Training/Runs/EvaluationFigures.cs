using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Runs;

/// <summary>The model's figures in a run's <c>eval.json</c>.</summary>
/// <param name="Step">The step that was evaluated; null where the file says none.</param>
/// <param name="Figures">Each single number with its metric and its own name, in the file's order; what is no number is left out.</param>
internal sealed record EvaluationFigures(long? Step, IReadOnlyList<(string Metric, string Name, double Value)> Figures)
{
    /// <summary>The file's name in a run folder.</summary>
    public const string FileName = "eval.json";

    /// <summary>Reads the file of a run folder; null where the run was not evaluated.</summary>
    /// <exception cref="InputException">It cannot be read, or is no JSON.</exception>
    public static EvaluationFigures? TryRead(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject report || report["metrics"] is not JsonObject metrics)
            {
                return null;
            }

            return new EvaluationFigures(
                report["step"]?.GetValueKind() == JsonValueKind.Number ? report["step"]!.GetValue<long>() : null,
                [.. from metric in metrics
                    from figure in metric.Value as JsonObject ?? []
                    let value = (figure.Value as JsonObject)?["model"]
                    where value?.GetValueKind() == JsonValueKind.Number
                    select (metric.Key, figure.Key, value!.GetValue<double>())]);
        }
        catch (JsonException exception)
        {
            throw new InputException($"'{path}' is damaged: {FileErrors.OneLine(exception)}. Evaluate the run again.", ExitCodes.DataMissing, exception);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception);
        }
    }
}
