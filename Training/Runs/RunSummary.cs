using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Runs;

/// <summary>What a run folder holds, read for people: what the run is, how far it came, its curves and pictures.</summary>
internal sealed record RunSummary
{
    /// <summary>What the page calls it: the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The configuration.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The preset it was started from; null where this program has none of that name.</summary>
    public Preset? Preset { get; init; }

    /// <summary>The last step that left a trace: a line of metrics, a picture or a checkpoint.</summary>
    public required long StepsDone { get; init; }

    /// <summary>Training time in seconds up to the last line of metrics; NaN where there is none.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps a second over the whole run; NaN where there is no line of metrics.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>The device, in words.</summary>
    public required string Device { get; init; }

    /// <summary>The training data, in words.</summary>
    public required string Data { get; init; }

    /// <summary>Program, runtime and system, in words.</summary>
    public required string Program { get; init; }

    /// <summary>The curves of <c>metrics.csv</c>, then those of <c>figures.csv</c> where there is one.</summary>
    public required IReadOnlyList<RunCurve> Curves { get; init; }

    /// <summary>The pictures of the fixed noise, by step.</summary>
    public required IReadOnlyList<RunSample> Samples { get; init; }

    /// <summary>Whether it did every step that was asked for.</summary>
    public bool IsComplete => StepsDone >= Options.Steps;

    /// <summary>Reads run folders; those of the same name are called by the paths that were given.</summary>
    /// <exception cref="InputException">One is no run folder, has no metrics, or a file in it is damaged.</exception>
    public static IReadOnlyList<RunSummary> ReadAll(IReadOnlyList<string> paths)
    {
        RunSummary[] runs = [.. paths.Select(Read)];
        for (int index = 0; index < runs.Length; index++)
        {
            if (paths.Count(path => NameOf(path) == NameOf(paths[index])) > 1)
            {
                int before = paths.Take(index).Count(path => path == paths[index]);
                runs[index] = runs[index] with { Name = before == 0 ? paths[index] : string.Create(CultureInfo.InvariantCulture, $"{paths[index]} ({before + 1})") };
            }
        }

        return runs;
    }

    /// <summary>Reads a run folder.</summary>
    /// <exception cref="InputException">It is no run folder, has no metrics, or a file in it is damaged.</exception>
    public static RunSummary Read(string path)
    {
        using RunFolder folder = RunFolder.Open(path);
        TrainingOptions options = folder.ReadOptions();
        JsonObject description = folder.ReadDescription();
        if (!File.Exists(folder.MetricsPath))
        {
            throw new InputException($"Run folder '{path}' has no metrics.csv: the run was never started. Give a run that has trained.", ExitCodes.DataMissing);
        }

        IReadOnlyList<MetricsRow> rows = MetricsCsv.ReadRows(folder.MetricsPath);
        IReadOnlyList<RunSample> samples = RunSample.In(Path.Combine(path, "samples"));
        string figures = folder.FiguresPath;
        MetricsRow? last = rows.Count > 0 ? rows[^1] : null;
        return new RunSummary
        {
            Name = NameOf(path),
            Options = options,
            Preset = PresetCatalog.All.FirstOrDefault(preset => preset.Name == options.Preset),
            StepsDone = Math.Max(Math.Max(last?.Step ?? 0, samples.Count > 0 ? samples[^1].Step : 0), folder.LatestStep ?? 0),
            Seconds = last?.ElapsedSeconds ?? double.NaN,
            StepsPerSecond = last is { ElapsedSeconds: > 0 } row ? row.Step / row.ElapsedSeconds : double.NaN,
            Device = Join(": ", Text(description, "device", "backend"), Text(description, "device", "description")),
            Data = Join(", ", Text(description, "data", "name"), Text(description, "data", "images") is { } images && images != "0" ? $"{images} images" : null, Text(description, "data", "source")),
            Program = Join(", ", Text(description, "program"), Text(description, "runtime"), Text(description, "system")),
            Curves = [.. RunCurve.OfMetrics(rows, MetricsCsv.ReadStatistics(folder.MetricsPath)), .. File.Exists(figures) ? RunCurve.OfFigures(figures) : []],
            Samples = samples,
        };
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { Length: > 0 } name ? name : path;

    private static string Join(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => part is not null)) is { Length: > 0 } joined ? joined : "not recorded";

    /// <summary>A value of <c>run.json</c> as text; null where it is not there, as in runs of other versions.</summary>
    private static string? Text(JsonObject description, params IEnumerable<string> names)
    {
        JsonNode? node = description;
        foreach (string name in names)
        {
            node = node is JsonObject inner ? inner[name] : null;
        }

        return node?.ToString();
    }
}
