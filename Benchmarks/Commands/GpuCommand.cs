using System.CommandLine;
using NativeGan.Benchmarks.Gpu;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>gpu</c>: the proof on a device. Is everything right, how fast is it, and from which size on is it worth it?</summary>
internal sealed class GpuCommand : BenchmarkCommand
{
    private static readonly string[] _all = [.. GpuStage.All.Select(stage => stage.Name)];

    private readonly NameOption _device = new("--device", GpuDevices.Names)
    {
        Description = $"The device: {string.Join(", ", GpuDevices.Names)}.",
        Default = "cuda",
    };

    private readonly TextOption _peer = new("--peer") { HelpName = "PROGRAM", Description = "A Python with torch for the training step on the same device, such as python3." };
    private readonly TextOption _data = new("--data") { HelpName = "FOLDER", Description = "Folder with MNIST's IDX files. Without it: as the training program looks for them, at last the built-in digits." };
    private readonly ValueOption<long> _steps = new("--steps", new WholeNumbers<long>(1, 10_000_000)) { Description = "Steps of the training at the end. Default: 20000, 300 with --quick." };
    private readonly ValueOption<double> _minutes = new("--minutes", new RealNumbers(0, 10_000) { ExcludesLeast = true }) { Description = "Time limit: what no longer fits is left out and named. Default: none." };
    private readonly ReadOption<string[]> _stages = new("--stages", ReadStages) { HelpName = "LIST", Description = $"Only these: {string.Join(",", GpuStage.All.Select(stage => stage.Name))}." };

    /// <inheritdoc/>
    public override string Name => "gpu";

    /// <inheritdoc/>
    protected override string Description => "Proof on a device: every kernel against the reference, s4 trained, everything timed beside cuBLAS and PyTorch.";

    /// <summary>One report, of all stages.</summary>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        using GpuRun run = new(options);
        run.Save(); // a folder that cannot be written to is better found out now
        GpuStage[] stages = [.. GpuStage.All.Where(stage => options.Stages.Contains(stage.Name))];
        for (int i = 0; i < stages.Length; i++)
        {
            RunStage(run, stages[i], stages[i].Weight / stages[i..].Sum(stage => stage.Weight));
            run.Save();
        }

        yield return options.Finish(run.Report);
    }

    /// <inheritdoc/>
    protected override void AddOptions(Command command)
    {
        foreach (Option option in (Option[])[_device, _peer, _data, _steps, _minutes, _stages])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options)
    {
        long steps = _steps.Read(parsed) ?? (options.IsQuick ? 300 : 20_000);
        double? minutes = _minutes.Read(parsed);
        return options with
        {
            Device = _device.Read(parsed)!,
            Peer = parsed.GetValue(_peer),
            Data = parsed.GetValue(_data),
            Steps = steps,
            Minutes = minutes,
            Stages = _stages.Read(parsed, _all),
        };
    }

    private static string[] ReadStages(string list)
    {
        string[] names = list.Split(',', StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => !_all.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? throw new InputException($"--stages: found '{unknown}', names from {string.Join(", ", _all)} are expected, with commas between them.", ExitCodes.Usage)
            : [.. names.Select(name => name.ToLowerInvariant())];
    }

    // A stage that fails says so in one line, and the others go on, on a device that is opened again.
    private static void RunStage(GpuRun run, GpuStage stage, double shareOfTime)
    {
        run.Log($"{stage.Name}: {stage.Summary}");
        string[] wrong = [.. GpuStage.All.Where(other => other.ChecksTraining).Select(other => other.Name).Intersect(run.Report.Checks.Where(check => !check.HasPassed).Select(check => check.Stage))];
        if (stage.NeedsRightTraining && wrong.Length > 0)
        {
            run.Fail($"{stage.Name}: not run, because {string.Join(" and ", wrong)} failed and nothing is timed that computes something else.");
            return;
        }

        run.StartStage(shareOfTime);
        try
        {
            stage.Run(run);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            run.Fail($"{stage.Name}: {GpuRun.OneLine(exception)}");
            run.Abandon();
            if (stage.ChecksTraining)
            {
                run.Check(stage.Name, stage.Summary, 1, "did not come to its end", hasPassed: false);
            }
        }
    }
}
