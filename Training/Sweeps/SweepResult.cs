using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Sweeps;

/// <summary>What came of a run that is over, whether well or not: kept in its folder, so that a search goes on behind it.</summary>
/// <param name="Failure">Why there are no figures; null where there are.</param>
/// <param name="Figures">What was measured of its samples, by name.</param>
internal sealed record SweepResult(string? Failure, IReadOnlyList<KeyValuePair<string, double>> Figures)
{
    /// <summary>The file's name in a run folder.</summary>
    public const string FileName = "sweep-result.json";

    /// <summary>The result of a run folder; null where the run is not over.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static SweepResult? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is JsonObject root && root["figures"] is JsonObject figures)
            {
                return new SweepResult(
                    root["failure"]?.GetValue<string>(), [.. figures.Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.GetValue<double>() ?? double.NaN))]);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged(exception);
        }

        throw Damaged(null);

        InputException Damaged(Exception? exception) =>
            new($"'{path}' is damaged. Remove it, and the run is judged again.", ExitCodes.DataMissing, exception);
    }

    /// <summary>Reads the figures of a run that is done: the last of <c>figures.csv</c>, and the model's of <c>eval.json</c> where it was evaluated.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static SweepResult OfRun(string folder, bool isEvaluated)
    {
        List<KeyValuePair<string, double>> figures = [];
        string csv = Path.Combine(folder, "figures.csv");
        if (File.Exists(csv))
        {
            figures.AddRange(FiguresCsv.Read(csv).Select(figure => KeyValuePair.Create(figure.Name, figure.Points.Count > 0 ? figure.Points[^1].Y : double.NaN)));
        }

        if (isEvaluated)
        {
            figures.AddRange((EvaluationFigures.TryRead(folder)?.Figures ?? []).Select(figure => KeyValuePair.Create($"{figure.Metric}.{figure.Name}", figure.Value)));
        }

        return new SweepResult(null, figures);
    }

    /// <summary>Writes the file; it appears when it is complete.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save(string folder)
    {
        JsonObject figures = [];
        foreach ((string name, double value) in Figures)
        {
            figures[name] = JsonText.NumberOf(value);
        }

        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonText.Of(new JsonObject { ["failure"] = Failure, ["figures"] = figures }));
    }

    /// <summary>A figure; NaN where it was not measured.</summary>
    public double ValueOf(string figure) => Figures.FirstOrDefault(entry => entry.Key == figure, KeyValuePair.Create("", double.NaN)).Value;

    /// <inheritdoc/>
    public override string ToString() => Failure ?? string.Join(", ", Figures.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value:G4}")));
}
