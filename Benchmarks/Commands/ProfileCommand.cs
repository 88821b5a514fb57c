using System.CommandLine;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>profile</c>: every primitive of a training step, what it takes, and how near it is to the machine's limits.</summary>
internal sealed class ProfileCommand : BenchmarkCommand
{
    private const string WholeStep = "whole step";
    private const int WarmUpSteps = 40;

    private readonly NameOption _model = new("--model", [.. StepModel.All.Select(model => model.Name), .. PresetTraining.Names])
    {
        Description = $"Networks: {string.Join(", ", StepModel.All.Select(model => model.Name).Concat(PresetTraining.Names))}.",
        Default = "s4",
    };

    private readonly NameOption _device = new("--device", BackendCatalog.Names)
    {
        Description = $"Where to compute: {string.Join(", ", BackendCatalog.Names)}.",
        Default = "cpu",
    };

    /// <inheritdoc/>
    public override string Name => "profile";

    /// <inheritdoc/>
    protected override string Description => "Every primitive of one training step, in order, timed on its own: where a step's time goes.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        StepModel? model = PresetTraining.Names.Contains(options.Model) ? null : StepModel.Find(options.Model);
        Report report = options.Start($"profile-{options.Model}", $"A training step of {options.Model}, primitive by primitive{(model is null ? "" : $": {model.Layers}")}", ratioTo: WholeStep);
        report.Notes.Add("each primitive waits until it is done, so steps are run one by one, not captured; 'speed-up' says how many times a primitive fits into the whole step");
        report.Notes.Add("a phase is what the trainer's step does for one network; 'all' is every call of one primitive or formula together");
        report.Notes.Add("GFLOP/s and % of peak are given for products; of the others the bytes count");
        foreach (int threads in options.Device == "cpu" ? options.Threads : [options.MostThreads])
        {
            report.Rows.AddRange(Profile(options, model, threads));
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
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options) =>
        options with { Model = _model.Read(parsed)!, Device = _device.Read(parsed)! };

    private static IEnumerable<ReportRow> Profile(BenchmarkOptions options, StepModel? model, int threads)
    {
        IBackend backend = BackendCatalog.TryOpen(options.Device, threads, out string? reason)
            ?? throw new InputException($"--device {options.Device}: {reason}.", ExitCodes.Usage);
        ProfilingBackend profiling = new(backend);
        using IStepTraining training = model is null ? new PresetTraining(options.Model, profiling) : new StepTraining(model, profiling);

        training.Step.Listener = profiling;

        // A step of a convolutional GAN takes a second: a few are enough, and each calls its primitives often.
        training.RunEagerly(model is null ? 3 : WarmUpSteps);
        List<PrimitiveTiming[]> steps = [];
        for (int step = 0; step < (model is null ? options.Rounds : options.Rounds * 10); step++)
        {
            profiling.Calls.Clear();
            training.RunEagerly(1);
            steps.Add([.. profiling.Calls]);
        }

        // A step that refills its sampler's ring has a few calls more: the usual number of calls counts.
        int usual = steps.GroupBy(step => step.Length).MaxBy(group => group.Count())!.Key;
        steps.RemoveAll(step => step.Length != usual);
        int shownThreads = options.Device == "cpu" ? threads : 0;
        string group = $"{options.Model}, {options.Device}" + (shownThreads > 0 ? Figures.Format($", threads: {threads}") : "");
        yield return Row(WholeStep, new Work(model?.FloatingPointOperations ?? steps[0].Sum(call => call.Work.FloatingPointOperations), 0), steps.Select(step => step.Sum(call => call.Seconds)));
        foreach (IGrouping<string, int> phase in Enumerable.Range(0, usual).GroupBy(call => steps[0][call].Phase))
        {
            yield return Together(phase.Key, phase);
        }

        foreach (IGrouping<string, int> kind in Enumerable.Range(0, usual).GroupBy(call => KindOf(steps[0][call])).OrderByDescending(kind => kind.Sum(call => steps[0][call].Seconds)))
        {
            yield return Together($"all {kind.Key}", kind);
        }

        for (int call = 0; call < usual; call++)
        {
            PrimitiveTiming first = steps[0][call];
            yield return Row(Figures.Format($"{call + 1:00} {first.Name}"), first.Work, steps.Select(step => step[call].Seconds));
        }

        ReportRow Together(string name, IEnumerable<int> calls) => Row(
            Figures.Format($"{name} ({calls.Count()})"),
            new Work(calls.Sum(call => steps[0][call].Work.FloatingPointOperations), calls.Sum(call => steps[0][call].Work.Bytes)),
            steps.Select(step => calls.Sum(call => step[call].Seconds)));

        ReportRow Row(string name, Work work, IEnumerable<double> times)
        {
            Quartiles seconds = Quartiles.Of(times);
            return new ReportRow(
                group, name, shownThreads, seconds.Median, seconds.Lower, seconds.Upper, steps.Count, 1, -1, work.FloatingPointOperations, work.Bytes, 0, false);
        }
    }

    private static string KindOf(PrimitiveTiming call) => call.Name.Split(' ', 2)[0];
}
