using System.CommandLine;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;
using NativeGan.Training.Commands;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>step</c>: a whole training step, beside PyTorch, and as batch, width or threads grow.</summary>
internal sealed class StepCommand : BenchmarkCommand
{
    private static readonly string[] _scales = ["batch", "width", "threads"];

    private readonly NameOption _model = ModelOption();

    private readonly NameOption _scale = new("--scale", _scales) { Description = "What to vary: batch (32 to 4096), width (64 to 4096) or threads." };
    private readonly TextOption _peer = new("--peer") { HelpName = "PROGRAM", Description = "A Python with torch that trains the same step in turn with ours, such as python3." };

    /// <inheritdoc/>
    public override string Name => "step";

    /// <inheritdoc/>
    protected override string Description => "One training step, D then G on the same noise: time, and share of what its products take at the measured peak.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        StepModel model = StepModel.Find(options.Model);
        if (options.Scale is not { } scale)
        {
            Report report = options.Start($"step-{model.Name}", Figures.Format($"Training step of {model.Name}: {model.Layers}; at least {model.FloatingPointOperations / 1e6:F0} MFLOP"));
            options.Time(report, [.. Contenders(options, model, $"{model.Name}, batch {model.Batch}", report, 0)]);
            yield return options.Finish(AddNotes(report));
            yield break;
        }

        if (scale == "threads")
        {
            options = options with { Threads = [.. ThreadCounts(options)] };
        }

        Report scaled = options.Start($"step-{model.Name}-{scale}", $"Training step of {model.Name} against {scale}", axis: scale == "width" ? "width of the widest hidden layer" : scale);
        foreach ((StepModel part, double position) in Parts(options, model, scale))
        {
            string group = scale == "threads" ? $"{model.Name}, batch {model.Batch}" : Figures.Format($"{model.Name}, {scale} {position}");
            options.Time(scaled, [.. Contenders(options, part, group, scaled, scale == "threads" ? -1 : position)]);
        }

        yield return options.Finish(AddNotes(scaled));
    }

    /// <inheritdoc/>
    protected override void AddOptions(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_scale);
        command.Options.Add(_peer);
    }

    /// <inheritdoc/>
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options)
    {
        return options with { Model = _model.Read(parsed)!, Scale = _scale.Read(parsed), Peer = parsed.GetValue(_peer) };
    }

    /// <summary><c>--model</c>, for every command that trains.</summary>
    internal static NameOption ModelOption() => new("--model", [.. StepModel.All.Select(model => model.Name)])
    {
        Description = $"Networks: {string.Join(", ", StepModel.All.Select(model => $"{model.Name} ({model.Layers})"))}.",
        Default = "s4",
    };

    private static Report AddNotes(Report report)
    {
        report.Notes.Add("% of peak is the share of the FLOP floor: operations that no schedule avoids, at the measured multiply-add peak of as many threads");
        report.Notes.Add("our step is captured and replayed; its weights were compared bit for bit with eager steps on one thread");
        report.Notes.Add("speed-ups refer to the first row, one thread of ours unless --threads says otherwise");
        return report;
    }

    // Position −1 stands for the number of threads.
    private static IEnumerable<Contender> Contenders(BenchmarkOptions options, StepModel model, string group, Report report, double position)
    {
        foreach (int threads in options.Threads)
        {
            double place = position < 0 ? threads : position;
            yield return new StepContender(model, group, threads) { Position = place };
            if (options.Peer is { } python)
            {
                PyTorchStep? peer = PyTorchStep.TryStart(python, model, group, threads, out string? reason, place);
                string note = peer?.Description ?? reason!;
                if (!report.Notes.Contains(note))
                {
                    report.Notes.Add(note);
                }

                if (peer is not null)
                {
                    yield return peer;
                }
            }
        }
    }

    private static IEnumerable<(StepModel Model, double Position)> Parts(BenchmarkOptions options, StepModel model, string scale)
    {
        int[] batches = options.IsQuick ? [32, 128, 512] : [32, 64, 128, 256, 512, 1024, 2048, 4096];
        int[] widths = options.IsQuick ? [64, 256, 512, 1024] : [64, 128, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096];
        return scale switch
        {
            "batch" => batches.Select(batch => (model with { Batch = batch }, (double)batch)),
            "width" => widths.Select(width => (model.WithWidth(width), (double)width)),
            _ => [(model, 0)],
        };
    }

    private static IEnumerable<int> ThreadCounts(BenchmarkOptions options) => Enumerable.Range(0, 9)
        .Select(power => 1 << power).Where(threads => threads <= options.MostThreads).Append(options.MostThreads).Distinct();
}
