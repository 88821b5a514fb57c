using NativeGan.Benchmarks.Gpu;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;

namespace NativeGan.Benchmarks.Commands;

/// <summary>What a command was asked for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Half a minute at most.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Numbers of threads, in ascending order.</summary>
    public required int[] Threads { get; init; }

    /// <summary>What to compute, in the command's own terms.</summary>
    public string? Shapes { get; init; }

    /// <summary>Blocks of each contender.</summary>
    public required int Rounds { get; init; }

    /// <summary>Folder for files.</summary>
    public string? Out { get; init; }

    /// <summary>An earlier report.</summary>
    public string? Baseline { get; init; }

    /// <summary>Share by which we may be slower than the baseline.</summary>
    public double FailOver { get; init; } = 0.1;

    /// <summary>Which networks <c>step</c> trains.</summary>
    public string Model { get; init; } = "s4";

    /// <summary>Where <c>profile</c> and <c>gpu</c> compute.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Folder of the training images; null to look in the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>Steps that <c>gpu</c> trains.</summary>
    public long Steps { get; init; }

    /// <summary>Time limit of <c>gpu</c>; null for none.</summary>
    public double? Minutes { get; init; }

    /// <summary>What <c>gpu</c> does, in order.</summary>
    public IReadOnlyList<GpuStage> Stages { get; init; } = [];

    /// <summary>What <c>step</c> varies: batch, width, threads; null for nothing.</summary>
    public string? Scale { get; init; }

    /// <summary>The Python of the PyTorch peer.</summary>
    public string? Peer { get; init; }

    /// <summary>What was typed.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The most threads asked for.</summary>
    public int MostThreads => Threads[^1];

    /// <summary>A report whose limits are measured already.</summary>
    public Report Start(string command, string title, bool withBandwidths = false, string? ratioTo = null, string? axis = null)
    {
        Report report = new()
        {
            Command = command,
            Title = title,
            CommandLine = CommandLine,
            Date = Date,
            Machine = Machine.Describe(),
            Rounds = Rounds,
            RatioTo = ratioTo,
            Axis = axis,
        };
        Log($"{command}: measuring this machine's limits");
        report.Ceilings.AddRange(Threads.Select(threads => Ceilings.Measure(threads, IsQuick, withBandwidths)));
        return report;
    }

    /// <summary>Times contenders in turns and disposes of them.</summary>
    public void Time(Report report, IReadOnlyList<Contender> contenders)
    {
        Log($"{report.Command}: {contenders[0].Group}, {contenders.Count} contenders");
        new InterleavedRunner(Rounds, IsQuick ? 0.004 : 0.03, Log).Run(contenders, report);
        foreach (Contender contender in contenders)
        {
            contender.Dispose();
        }
    }

    /// <summary>Measures the limits once more: the better of the two counts.</summary>
    public Report Finish(Report report)
    {
        for (int i = 0; i < report.Ceilings.Count; i++)
        {
            if (report.Ceilings[i].Threads > 0)
            {
                report.Ceilings[i] = report.Ceilings[i].MeasureAgain(IsQuick);
            }
        }

        double single = report.Peak(1);
        foreach (Ceilings ceilings in report.Ceilings.Where(entry => entry.FloatingPointOperationsPerSecond < 0.85 * entry.Threads * single))
        {
            report.Notes.Add(Figures.Format(
                $"**{ceilings.Threads} threads never had {ceilings.Threads} cores to themselves**: their peak is {ceilings.FloatingPointOperationsPerSecond / single:F2} times that of one, so their shares of it say little"));
        }

        return report;
    }

    private static void Log(string line) => Console.Error.WriteLine(line);
}
