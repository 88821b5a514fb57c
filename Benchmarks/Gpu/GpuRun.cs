using System.Diagnostics;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>What the stages of one proof on a device share: the device, the report, the time that is left.</summary>
internal sealed class GpuRun : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan? _limit;
    private IBackend? _backend;
    private ImageDataset? _images;
    private TimeSpan _stageEnd = TimeSpan.MaxValue;

    /// <summary>Opens the device.</summary>
    /// <exception cref="BackendUnavailableException">It is not here.</exception>
    public GpuRun(BenchmarkOptions options)
    {
        Options = options;
        _limit = options.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        _ = Backend;
        Report = options.Start($"gpu-{options.Device}", $"Proof on a device: {options.Device}");
    }

    /// <summary>What was asked for.</summary>
    public BenchmarkOptions Options { get; }

    /// <summary>What came out so far.</summary>
    public Report Report { get; }

    /// <summary>Plans for matrix products that this device cannot run, or that computed something wrong.</summary>
    public HashSet<GpuMatMulPlan> UnusablePlans { get; } = [];

    /// <summary>The device, opened when it is first needed and again after <see cref="Abandon"/>.</summary>
    public IBackend Backend => _backend ??= Open();

    /// <summary>The training images: found as the training program finds them, else the built-in digits.</summary>
    public ImageDataset Images => _images ??= new DatasetSource(new DatasetSourceOptions { DataFolder = Options.Data }, Log).Load(DatasetKind.Mnist);

    /// <summary>What is left of the time limit.</summary>
    public TimeSpan TimeLeft => _limit is { } limit ? limit - _clock.Elapsed : TimeSpan.MaxValue;

    /// <summary>The device for one contender, which may dispose of it.</summary>
    public IBackend Share(GpuMatMulPlan? plan = null) => new SharedBackend(Backend, plan);

    /// <summary>A second backend on the same device, with nothing compiled yet.</summary>
    public IBackend Open() => GpuDevices.TryOpen(Options.Device, out string? reason)
        ?? throw new BackendUnavailableException($"--device {Options.Device} is not available: {reason?.TrimEnd('.')}.");

    /// <summary>Gives the device up after an error: what the driver says afterwards is worth nothing.</summary>
    public void Abandon()
    {
        try
        {
            _backend?.Dispose();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log($"the device could not be closed either: {OneLine(exception)}");
        }

        _backend = null;
    }

    /// <summary>Gives the coming stage its share of the time that is left.</summary>
    public void StartStage(double share) => _stageEnd = _limit is null ? TimeSpan.MaxValue : _clock.Elapsed + TimeLeft * share;

    /// <summary>Whether the stage has time for one more group; says what is left out where not.</summary>
    public bool HasTimeFor(string group)
    {
        if (_clock.Elapsed < _stageEnd)
        {
            return true;
        }

        Report.Notes.Add($"**left out for lack of time (--minutes): {group}**");
        Log($"left out for lack of time: {group}");
        return false;
    }

    /// <summary>Notes what a check found.</summary>
    public bool Check(string stage, string group, int cases, string worst, bool hasPassed)
    {
        Report.Checks.Add(new CheckRow(stage, group, cases, worst, hasPassed));
        Log($"  {(hasPassed ? "PASS" : "FAIL")}  {group}: {worst}{(cases > 1 ? $" ({cases} cases)" : "")}");
        return hasPassed;
    }

    /// <summary>Notes something for the report and says it.</summary>
    public void Note(string text)
    {
        Report.Notes.Add(text);
        Log($"  {text}");
    }

    /// <summary>Notes what did not come to its end.</summary>
    public void Fail(string line)
    {
        Report.Failures.Add(line);
        Log($"  FAILED  {line}");
    }

    /// <summary>Times contenders of one group.</summary>
    public void Time(IReadOnlyList<Contender> contenders)
    {
        if (contenders.Count > 0)
        {
            Options.Time(Report, contenders);
            Save();
        }
    }

    /// <summary>Writes the report as far as it goes: what was found is not lost when something later is interrupted.</summary>
    public void Save()
    {
        if (Options.Out is { } folder)
        {
            ReportFolder.Write(Report, folder);
        }
    }

    /// <summary>Says what is going on, with the seconds since the beginning.</summary>
    public void Log(string line) => Console.Error.WriteLine(Figures.Format($"[{_clock.Elapsed.TotalSeconds,4:F0} s] {line}"));

    /// <summary>An exception in one line; those that are meant for people speak for themselves.</summary>
    public static string OneLine(Exception exception)
    {
        Exception cause = exception.GetBaseException();
        string message = (exception is InputException ? exception : cause).Message.ReplaceLineEndings(" ").Trim();
        return exception is InputException or BackendUnavailableException ? message : $"{cause.GetType().Name}: {message}";
    }

    /// <inheritdoc/>
    public void Dispose() => Abandon();
}
