using System.CommandLine;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Training;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>profile</c>: every primitive of a training step, what it takes, and how near it is to the machine's limits.</summary>
internal sealed class ProfileCommand : BenchmarkCommand
{
    private const string WholeStep = "whole step";
    private const int WarmUpSteps = 40;

    private readonly Option<string> _model = StepCommand.ModelOption();
    private readonly Option<string> _device = new("--device")
    {
        Description = $"Where to compute: {string.Join(", ", BackendCatalog.Names)}.",
        DefaultValueFactory = _ => "cpu",
    };

    /// <inheritdoc/>
    public override string Name => "profile";

    /// <inheritdoc/>
    protected override string Description => "Every primitive of one training step, in order, timed on its own: where a step's time goes.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        StepModel model = StepModel.Find(options.Model);
        Report report = options.Start($"profile-{model.Name}", $"A training step of {model.Name}, primitive by primitive: {model.Layers}", ratioTo: WholeStep);
        report.Notes.Add("each primitive waits until it is done, so steps are run one by one, not captured; 'speed-up' says how many times a primitive fits into the whole step");
        report.Notes.Add("GFLOP/s and % of peak are given for products; of the others the bytes count");
        foreach (int threads in options.Device == "cpu" ? options.Threads : [options.MostThreads])
        {
            report.Rows.AddRange(Profile(model, options, threads));
        }

        yield return options.Finish(report);
    }

    /// <inheritdoc/>
    protected override void AddOptions(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_device);
    }

    /// <inheritdoc/>
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options)
    {
        string device = parsed.GetValue(_device)!;
        return BackendCatalog.Names.Contains(device)
            ? options with { Model = StepModel.Find(parsed.GetValue(_model)!).Name, Device = device }
            : throw new InputException($"--device: found '{device}', one of {string.Join(", ", BackendCatalog.Names)} is expected.", ExitCodes.Usage);
    }

    private static IEnumerable<ReportRow> Profile(StepModel model, BenchmarkOptions options, int threads)
    {
        IBackend backend = BackendCatalog.TryOpen(options.Device, threads, out string? reason)
            ?? throw new InputException($"--device {options.Device}: {reason}.", ExitCodes.Usage);
        ProfilingBackend profiling = new(backend);
        using StepTraining training = new(model, profiling);
        training.RunEagerly(WarmUpSteps);
        List<PrimitiveTiming[]> steps = [];
        for (int step = 0; step < options.Rounds * 10; step++)
        {
            profiling.Calls.Clear();
            training.RunEagerly(1);
            steps.Add([.. profiling.Calls]);
        }

        // A step that refills its sampler's ring has a few calls more: the usual number of calls counts.
        int usual = steps.GroupBy(step => step.Length).MaxBy(group => group.Count())!.Key;
        steps.RemoveAll(step => step.Length != usual);
        int shownThreads = options.Device == "cpu" ? threads : 0;
        string group = $"{model.Name}, batch {model.Batch}, {options.Device}" + (shownThreads > 0 ? Figures.Format($", threads: {threads}") : "");
        yield return Row(WholeStep, new Work(model.FloatingPointOperations, 0), steps.Select(step => step.Sum(call => call.Seconds)));
        for (int call = 0; call < usual; call++)
        {
            PrimitiveTiming first = steps[0][call];
            yield return Row(Figures.Format($"{call + 1:00} {first.Name}"), first.Work, steps.Select(step => step[call].Seconds));
        }

        ReportRow Row(string name, Work work, IEnumerable<double> times)
        {
            Quartiles seconds = Quartiles.Of(times);
            return new ReportRow(
                group, name, shownThreads, seconds.Median, seconds.Lower, seconds.Upper, steps.Count, 1, -1, work.FloatingPointOperations, work.Bytes, 0, false);
        }
    }
}
