using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Options;

namespace NativeGan.Training.Runs;

/// <summary>What a list of runs says about one of them; read in a moment, without its weights.</summary>
internal sealed record RunRow
{
    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>What is wrong with the folder; null for nothing. What could be read is there all the same.</summary>
    public string? Problem { get; init; }

    /// <summary>The configuration; null where it cannot be read.</summary>
    public TrainingOptions? Options { get; init; }

    /// <summary>The last step that left a trace.</summary>
    public long Step { get; init; }

    /// <summary>One of <see cref="RunStatus"/>; null where nothing can be read.</summary>
    public string? Status { get; init; }

    /// <summary>When it was first started, as <c>run.json</c> has it; null in runs of earlier versions.</summary>
    public string? Started { get; init; }

    /// <summary>Training time; null where no line of metrics is there yet.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The last figures of its samples, by name.</summary>
    public IReadOnlyList<(string Name, double Value)> Figures { get; init; } = [];

    /// <summary>The step that was evaluated; null where none was.</summary>
    public long? EvaluatedStep { get; init; }

    /// <summary>The first figure of each metric that was measured, by the metric's name and its own.</summary>
    public IReadOnlyList<(string Name, double Value)> Evaluation { get; init; } = [];

    /// <summary>Bytes of all its files.</summary>
    public long Bytes { get; init; }

    /// <summary>Every run in a folder, by name; or the folder itself, where it is a run.</summary>
    /// <param name="folder">It exists.</param>
    /// <exception cref="InputException">The folder cannot be read.</exception>
    public static IReadOnlyList<RunRow> ReadAll(string folder)
    {
        try
        {
            return IsRun(folder) ? [Read(folder)] : [.. Directory.EnumerateDirectories(folder).Where(IsRun).Order(StringComparer.Ordinal).Select(Read)];
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(folder, exception);
        }
    }

    /// <summary>The row as a JSON object.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["path"] = Path,
        ["problem"] = Problem,
        ["preset"] = Options?.Preset,
        ["seed"] = Options?.Seed,
        ["step"] = Step,
        ["steps"] = Options?.Steps,
        ["status"] = Status,
        ["started"] = Started,
        ["durationSeconds"] = DurationSeconds,
        ["figures"] = ToJson(Figures),
        ["evaluatedStep"] = EvaluatedStep,
        ["evaluation"] = ToJson(Evaluation),
        ["bytes"] = Bytes,
    };

    private static JsonObject ToJson(IReadOnlyList<(string Name, double Value)> figures) =>
        [.. figures.Select(figure => KeyValuePair.Create(figure.Name, JsonText.NumberOf(figure.Value)))];

    // A folder that a killed process left before it wrote run.json is one too.
    private static bool IsRun(string folder)
    {
        try
        {
            return File.Exists(System.IO.Path.Combine(folder, RunFolder.DescriptionName))
                || File.Exists(System.IO.Path.Combine(folder, "metrics.csv"))
                || Directory.EnumerateFiles(folder).Any(RunLock.Owns);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            return false;
        }
    }

    private static RunRow Read(string folder)
    {
        RunRow row = new() { Name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder))), Path = folder };
        List<string> problems = [];
        Try(() => row = row with { Bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) });
        bool isHeld = RunLock.IsHeld(folder);
        if (!File.Exists(System.IO.Path.Combine(folder, RunFolder.DescriptionName)))
        {
            return row with { Status = isHeld ? RunStatus.Running : null, Problem = isHeld ? null : "no run.json: it was ended before it began, or the file was removed" };
        }

        using RunFolder run = RunFolder.Open(folder);
        JsonObject description = [];
        Try(() => description = run.ReadDescription());
        if (problems.Count == 0)
        {
            Try(() => row = row with { Options = run.ReadOptions() });
        }

        Try(() => row = row with { Step = run.LatestStep ?? 0 });
        Try(() => row = WithMetrics(row, run.MetricsPath));
        Try(() => row = WithFigures(row, run.FiguresPath));
        Try(() => row = WithEvaluation(row, folder));
        return row with
        {
            Problem = problems.Count == 0 ? null : string.Join(" ", problems),
            Started = description["started"]?.ToString(),
            Status = row.Options is null ? null : StatusOf(description["status"]?.ToString(), isHeld, row),
        };

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (Exception exception) when (FileErrors.IsFileError(exception)
                || exception is InputException or JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
            {
                if (!problems.Contains(exception.Message))
                {
                    problems.Add(FileErrors.OneLine(exception) + ".");
                }
            }
        }
    }

    // A run of an earlier version says nothing of its status.
    private static string StatusOf(string? recorded, bool isHeld, RunRow row) => isHeld ? RunStatus.Running
        : recorded is not (null or RunStatus.Running) ? recorded
        : row.Step >= row.Options!.Steps ? RunStatus.Done
        : RunStatus.Stopped;

    private static RunRow WithMetrics(RunRow row, string path) => File.Exists(path) && MetricsCsv.ReadRows(path) is [.., var last]
        ? row with { Step = Math.Max(row.Step, last.Step), DurationSeconds = double.IsFinite(last.ElapsedSeconds) ? last.ElapsedSeconds : null }
        : row;

    private static RunRow WithFigures(RunRow row, string path) => File.Exists(path)
        ? row with { Figures = [.. FiguresCsv.Read(path).Where(column => column.Points.Count > 0).Select(column => (column.Name, column.Points[^1].Y))] }
        : row;

    private static RunRow WithEvaluation(RunRow row, string folder) => EvaluationFigures.TryRead(folder) is { } evaluation
        ? row with
        {
            Evaluation = [.. evaluation.Figures.DistinctBy(figure => figure.Metric).Select(figure => ($"{figure.Metric}.{figure.Name}", figure.Value))],
            EvaluatedStep = evaluation.Step,
        }
        : row;
}
