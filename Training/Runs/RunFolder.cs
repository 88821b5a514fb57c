using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Runs;

/// <summary>The folder of a run: <c>run.json</c>, <c>metrics.csv</c>, <c>figures.csv</c>, <c>samples/</c>, <c>checkpoint-*.safetensors</c>.</summary>
/// <remarks>One process at a time trains in it (<see cref="RunLock"/>); any may read.</remarks>
public sealed class RunFolder : ITrainingObserver, IDisposable
{
    /// <summary>The name of the file that makes a folder a run's.</summary>
    public const string DescriptionName = "run.json";

    private const string CheckpointPrefix = "checkpoint-", CheckpointSuffix = ".safetensors";

    private readonly RunDescription _description;
    private RunLock? _lock;
    private MetricsCsv? _metrics;
    private FiguresCsv? _figures;
    private bool _isRemovedUnlessBegun;
    private long _lastStep;
    private double? _seconds;

    private RunFolder(string path)
    {
        Path = path;
        _description = new RunDescription(DescriptionPath);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run is and on what it runs.</summary>
    public string DescriptionPath => System.IO.Path.Combine(Path, DescriptionName);

    /// <summary>The metrics.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.csv");

    /// <summary>What was measured of the samples.</summary>
    public string FiguresPath => System.IO.Path.Combine(Path, "figures.csv");

    /// <summary>The checkpoints, the newest first.</summary>
    public IReadOnlyList<(long Step, string Path)> Checkpoints =>
    [
        .. Directory.EnumerateFiles(Path, $"{CheckpointPrefix}*{CheckpointSuffix}")
            .Select(file => (Step: StepOf(file), Path: file))
            .Where(entry => entry.Step >= 0)
            .OrderByDescending(entry => entry.Step),
    ];

    /// <summary>The newest checkpoint, or null.</summary>
    public string? LatestCheckpoint => Checkpoints is [var newest, ..] ? newest.Path : null;

    /// <summary>The step of the newest checkpoint, or null.</summary>
    public long? LatestStep => Checkpoints is [var newest, ..] ? newest.Step : null;

    /// <summary>Refuses a folder for a new run before anything else is done; nothing is made yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">It is a file, not empty, or in use.</exception>
    public static void EnsureFree(string folder)
    {
        if (File.Exists(folder))
        {
            throw new InputException($"Run folder '{folder}' is a file. Give another --out.", ExitCodes.DataMissing);
        }

        try
        {
            if (Directory.Exists(folder))
            {
                RunLock.EnsureFree(folder);
                EnsureEmpty(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotMake(folder, exception);
        }
    }

    /// <summary>Makes the folder of a new run, or takes an empty one, and holds it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">It cannot be made, is not empty, or in use. Of several processes that make the same folder one gets it.</exception>
    public static RunFolder Create(string folder)
    {
        bool isNew = !Directory.Exists(folder);
        Make(folder);
        RunLock taken = RunLock.Take(folder);
        try
        {
            EnsureEmpty(folder);
        }
        catch (InputException)
        {
            taken.Dispose();
            throw;
        }

        return new RunFolder(folder) { _lock = taken, _isRemovedUnlessBegun = isNew };
    }

    /// <summary>Makes the next free folder of a preset under <c>runs/</c>, and holds it.</summary>
    /// <param name="preset">Whose run it is.</param>
    /// <remarks>The lock's file decides: of several processes one makes it, and the others take the next number.</remarks>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static RunFolder CreateNext(string preset)
    {
        for (int number = 1; ; number++)
        {
            string folder = System.IO.Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{preset}-{number:D3}"));
            if (!System.IO.Path.Exists(folder))
            {
                Make(folder);
                if (RunLock.TryTakeNew(folder) is { } taken)
                {
                    return new RunFolder(folder) { _lock = taken, _isRemovedUnlessBegun = true };
                }
            }
        }
    }

    /// <summary>Opens the folder of an existing run to read in it; a process may train in it meanwhile.</summary>
    /// <exception cref="InputException">There is no such folder, or no <c>run.json</c> in it.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder run = new(path);
        return File.Exists(run.DescriptionPath)
            ? run
            : throw new InputException($"'{path}' is no run folder: it has no run.json. Give a folder that 'nativegan train' made.", ExitCodes.DataMissing);
    }

    /// <summary>Opens the folder of an existing run to go on with it, and holds it. What a killed process was writing is removed.</summary>
    /// <exception cref="InputException">There is no such folder, no <c>run.json</c> in it, or it is in use.</exception>
    public static RunFolder OpenToTrain(string path)
    {
        RunFolder run = Open(path);
        run._lock = RunLock.Take(path);
        AtomicFile.RemoveLeftOvers(path);
        AtomicFile.RemoveLeftOvers(run.SamplesPath);
        return run;
    }

    /// <summary>Begins: opens the files that grow during a run, cut back to a checkpoint's step where it goes on, and then writes <c>run.json</c>.</summary>
    /// <param name="options">The run.</param>
    /// <param name="backend">Where it runs; null where nothing is known of it.</param>
    /// <param name="data">What it is trained on; null where nothing is known of it.</param>
    /// <param name="command">The command line, as it was typed.</param>
    /// <param name="start">The checkpoint that it goes on from; null for a new run.</param>
    /// <param name="statistics">Names of what each line of metrics has besides; see <see cref="TrainingSession.Statistics"/>.</param>
    /// <returns>Newer checkpoints, which are of no use any more and were put aside as <c>*.old</c>.</returns>
    /// <exception cref="InputException">A file cannot be written, or is damaged; <c>run.json</c> is then as it was.</exception>
    public IReadOnlyList<string> Begin(TrainingOptions options, IBackend? backend, ITrainingData? data, string command, TrainingState? start = null, params IReadOnlyList<string> statistics)
    {
        _lastStep = start?.Step ?? 0;
        _seconds = start?.ElapsedSeconds;
        _metrics = _lastStep == 0 ? MetricsCsv.Create(MetricsPath, statistics) : MetricsCsv.Resume(MetricsPath, _lastStep, statistics);
        _figures = new FiguresCsv(FiguresPath, _lastStep);
        IReadOnlyList<string> aside = PutAsideAfter(_lastStep);
        _description.Begin(options, backend, data, command, _lastStep);
        _isRemovedUnlessBegun = false;
        return aside;
    }

    /// <summary>Writes into <c>run.json</c> how the run ended.</summary>
    /// <param name="status">One of <see cref="RunStatus"/>.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void End(string status) => _description.End(status, _lastStep, _seconds);

    /// <summary>The configuration in <c>run.json</c>.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public TrainingOptions ReadOptions() => TrainingOptionsFile.Overlay(new TrainingOptions { Preset = "" }, DescriptionPath, ExitCodes.DataMissing);

    /// <summary>All of <c>run.json</c>.</summary>
    /// <exception cref="InputException">It is no JSON object.</exception>
    public JsonObject ReadDescription() => _description.Read();

    /// <summary>The backend the run was last trained on, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public string? ReadDevice() => _description.Read<string>("device", "backend");

    /// <summary>The precision of the run's matrix products, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public MatMulPrecision ReadPrecision() =>
        Enum.TryParse(_description.Read<string>("device", "precision"), ignoreCase: true, out MatMulPrecision precision) ? precision : MatMulPrecision.Float32;

    /// <summary>Whether the run was trained on the digits inside the program, as <c>run.json</c> has it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public bool UsedBuiltInDigits() => _description.Read<bool>("data", "isBuiltIn");

    /// <summary>Refuses to go on with a run on other images than it was started with.</summary>
    /// <exception cref="InputException">The hashes differ.</exception>
    public void EnsureSameData(ITrainingData data)
    {
        string? expected = _description.Read<string>("data", "sha256");
        if (expected is not null && data.Sha256 is { } found && expected != found)
        {
            throw new InputException(
                $"'{Path}' was trained on images with SHA-256 {expected[..Math.Min(12, expected.Length)]}..., found {found[..12]}... ({data.Source}). Give the same images with --data.",
                ExitCodes.DataMissing);
        }
    }

    /// <inheritdoc/>
    public void OnProgress(long step) => _lastStep = step;

    /// <inheritdoc/>
    public void OnMetrics(in MetricsRow metrics)
    {
        (_lastStep, _seconds) = (metrics.Step, metrics.ElapsedSeconds);
        _metrics?.Append(metrics);
    }

    /// <inheritdoc/>
    public void OnSamples(SampleReport samples)
    {
        samples.View.Save(System.IO.Path.Combine(SamplesPath, string.Create(CultureInfo.InvariantCulture, $"step-{samples.Step:D6}")), samples.Step, samples.Values);
        _figures?.Append(samples);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(TrainingState state) => Checkpoint.Save(
        state, System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{state.Step:D6}{CheckpointSuffix}")));

    /// <summary>Closes the files and gives the folder back; one that was made for a run that never began is removed.</summary>
    public void Dispose()
    {
        _metrics?.Dispose();
        _lock?.Dispose();
        if (_isRemovedUnlessBegun && _lock is not null)
        {
            try
            {
                File.Delete(System.IO.Path.Combine(Path, RunLock.FileName));
                Directory.Delete(Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process took the empty folder meanwhile.
            }
        }
    }

    private string SamplesPath => System.IO.Path.Combine(Path, "samples");

    /// <summary>Renames checkpoints after a step, and damaged ones among them: the run goes on without them, and to others of the same names.</summary>
    private List<string> PutAsideAfter(long step)
    {
        List<string> aside = [];
        foreach ((_, string path) in Checkpoints.Where(checkpoint => checkpoint.Step > step))
        {
            try
            {
                File.Move(path, path + ".old", overwrite: true);
            }
            catch (Exception exception) when (FileErrors.IsFileError(exception))
            {
                throw FileErrors.Writing(path + ".old", exception);
            }

            aside.Add(path + ".old");
        }

        return aside;
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CannotMake(folder, exception);
        }
    }

    // The files of a lock do not count: they are all that a process leaves which is killed before it begins.
    private static void EnsureEmpty(string folder)
    {
        if (Directory.EnumerateFileSystemEntries(folder).Any(path => !RunLock.Owns(path)))
        {
            throw new InputException($"Run folder '{folder}' is not empty. Give another --out, or go on with it: {Suggestion.Command("resume", folder)}", ExitCodes.DataMissing);
        }
    }

    private static InputException CannotMake(string folder, Exception exception) =>
        new($"Run folder '{folder}' cannot be made: {FileErrors.OneLine(exception)}. Give another --out.", ExitCodes.DataMissing, exception);

    private static long StepOf(string file) =>
        Numbers.TryStep(System.IO.Path.GetFileName(file.AsSpan())[CheckpointPrefix.Length..^CheckpointSuffix.Length], out long step) ? step : -1;
}
