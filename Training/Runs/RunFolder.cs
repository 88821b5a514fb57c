using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Runs;

/// <summary>The folder of a run: <c>run.json</c>, <c>metrics.csv</c>, <c>figures.csv</c>, <c>samples/</c>, <c>checkpoint-*.safetensors</c>.</summary>
public sealed class RunFolder : ITrainingObserver, IDisposable
{
    /// <summary>The name of the file that makes a folder a run's.</summary>
    public const string DescriptionName = "run.json";

    private const string CheckpointPrefix = "checkpoint-", CheckpointSuffix = ".safetensors";

    private MetricsCsv? _metrics;
    private FiguresCsv? _figures;

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run is and on what it runs.</summary>
    public string DescriptionPath => System.IO.Path.Combine(Path, DescriptionName);

    /// <summary>The metrics.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.csv");

    /// <summary>The newest checkpoint, or null.</summary>
    public string? LatestCheckpoint => Directory.EnumerateFiles(Path, $"{CheckpointPrefix}*{CheckpointSuffix}")
        .Select(file => (File: file, Step: StepOf(file)))
        .Where(entry => entry.Step >= 0)
        .OrderByDescending(entry => entry.Step)
        .Select(entry => entry.File)
        .FirstOrDefault();

    /// <summary>The step of the newest checkpoint, or null.</summary>
    public long? LatestStep => LatestCheckpoint is { } file ? StepOf(file) : null;

    /// <summary>Where a new run goes; nothing is made yet.</summary>
    /// <param name="path">The folder; one that is not empty is refused. Null for the next free one under <c>runs/</c>.</param>
    /// <param name="preset">Whose run it is.</param>
    /// <exception cref="InputException">It is a file, or not empty.</exception>
    public static string Choose(string? path, string preset)
    {
        string folder = path ?? NextFree(preset);
        if (File.Exists(folder))
        {
            throw new InputException($"Run folder '{folder}' is a file. Give another --out.", ExitCodes.DataMissing);
        }

        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
                ? throw new InputException($"Run folder '{folder}' is not empty. Give another --out, or go on with it: {Suggestion.Command("resume", folder)}", ExitCodes.DataMissing)
                : folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotMake(folder, exception);
        }
    }

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="folder">What <see cref="Choose"/> returned.</param>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static RunFolder Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new RunFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CannotMake(folder, exception);
        }
    }

    /// <summary>Opens the folder of an existing run.</summary>
    /// <exception cref="InputException">There is no such folder, or no <c>run.json</c> in it.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder run = new(path);
        return File.Exists(run.DescriptionPath)
            ? run
            : throw new InputException($"'{path}' is no run folder: it has no run.json. Give a folder that 'nativegan train' made.", ExitCodes.DataMissing);
    }

    /// <summary>Writes <c>run.json</c>: configuration, versions, device, data.</summary>
    public void Describe(TrainingOptions options, IBackend? backend, ITrainingData? dataset)
    {
        JsonObject description = new()
        {
            ["program"] = $"nativegan {ProgramVersion.Text}",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
            ["device"] = backend is null ? null : new JsonObject
            {
                ["backend"] = backend.Name,
                ["description"] = backend.Description,
                ["precision"] = GpuDevices.PrecisionOf(backend).ToString(),
            },
            ["data"] = dataset is null ? null : new JsonObject
            {
                ["name"] = dataset.Name,
                ["source"] = dataset.Source,
                ["sha256"] = dataset.Sha256,
                [dataset.Unit] = dataset.Count,
                ["isBuiltIn"] = dataset.IsBuiltIn,
            },
            ["seed"] = options.Seed,
            ["configuration"] = TrainingOptionsFile.ToNode(options),
        };
        AtomicFile.WriteText(DescriptionPath, JsonText.Of(description));
    }

    /// <summary>The configuration in <c>run.json</c>.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public TrainingOptions ReadOptions() => TrainingOptionsFile.Overlay(new TrainingOptions { Preset = "" }, DescriptionPath, ExitCodes.DataMissing);

    /// <summary>All of <c>run.json</c>.</summary>
    /// <exception cref="InputException">It is no JSON object.</exception>
    public JsonObject ReadDescription() => ReadDescription(description => description);

    /// <summary>The backend the run was last trained on, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public string? ReadDevice() => Read<string>("device", "backend");

    /// <summary>The precision of the run's matrix products, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public MatMulPrecision ReadPrecision() =>
        Enum.TryParse(Read<string>("device", "precision"), out MatMulPrecision precision) ? precision : MatMulPrecision.Float32;

    /// <summary>Whether the run was trained on the digits inside the program, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public bool UsedBuiltInDigits() => Read<bool>("data", "isBuiltIn");

    /// <summary>Refuses to go on with a run on other images than it was started with.</summary>
    /// <exception cref="InputException">The hashes differ.</exception>
    public void EnsureSameData(ITrainingData data)
    {
        string? expected = Read<string>("data", "sha256");
        if (expected is not null && data.Sha256 is { } found && expected != found)
        {
            throw new InputException(
                $"'{Path}' was trained on images with SHA-256 {expected[..Math.Min(12, expected.Length)]}..., found {found[..12]}... ({data.Source}). Give the same images with --data.",
                ExitCodes.DataMissing);
        }
    }

    /// <summary>Opens the files that grow during a run, cut back to a checkpoint's step where it goes on.</summary>
    /// <param name="lastStep">The checkpoint's step; 0 for a new run.</param>
    /// <param name="statistics">Names of what each line of metrics has besides; see <see cref="TrainingSession.Statistics"/>.</param>
    public void OpenMetrics(long lastStep, params IReadOnlyList<string> statistics)
    {
        _metrics = lastStep == 0 ? MetricsCsv.Create(MetricsPath, statistics) : MetricsCsv.Resume(MetricsPath, lastStep, statistics);
        _figures = new FiguresCsv(System.IO.Path.Combine(Path, "figures.csv"), lastStep);
    }

    /// <inheritdoc/>
    public void OnMetrics(in MetricsRow metrics) => _metrics?.Append(metrics);

    /// <inheritdoc/>
    public void OnSamples(SampleReport samples)
    {
        samples.View.Save(System.IO.Path.Combine(Path, "samples", string.Create(CultureInfo.InvariantCulture, $"step-{samples.Step:D6}")), samples.Step, samples.Values);
        _figures?.Append(samples);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(TrainingState state) => Checkpoint.Save(
        state, System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{state.Step:D6}{CheckpointSuffix}")));

    /// <summary>Closes the metrics file.</summary>
    public void Dispose() => _metrics?.Dispose();

    private T? Read<T>(string section, string name) => ReadDescription(description => description[section]?[name] is { } value ? value.GetValue<T>() : default);

    private T ReadDescription<T>(Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(File.ReadAllText(DescriptionPath))?.AsObject() ?? []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InputException($"'{DescriptionPath}' is damaged: {FileErrors.OneLine(exception)}. Remove it and train anew.", ExitCodes.DataMissing, exception);
        }
    }

    private static InputException CannotMake(string folder, Exception exception) =>
        new($"Run folder '{folder}' cannot be made: {FileErrors.OneLine(exception)}. Give another --out.", ExitCodes.DataMissing, exception);

    private static long StepOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        return long.TryParse(name[CheckpointPrefix.Length..^CheckpointSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;
    }

    private static string NextFree(string preset)
    {
        for (int number = 1; ; number++)
        {
            string folder = System.IO.Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{preset}-{number:D3}"));
            if (!Directory.Exists(folder))
            {
                return folder;
            }
        }
    }
}
