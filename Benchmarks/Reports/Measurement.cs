using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Reports;

/// <summary>How a command's options become a report: begin it, time groups of contenders, finish it.</summary>
internal static class Measurement
{
    /// <summary>A report whose limits are measured already.</summary>
    public static Report Start(
        this BenchmarkOptions options, string command, string title, bool withBandwidths = false, string? ratioTo = null, string? axis = null)
    {
        Report report = new()
        {
            Command = command,
            Title = title,
            CommandLine = options.CommandLine,
            Date = options.Date,
            Machine = Machine.Describe(),
            Rounds = options.Rounds,
            RatioTo = ratioTo,
            Axis = axis,
        };
        Log($"{command}: measuring this machine's limits");
        report.Ceilings.AddRange(options.Threads.Select(threads => Ceilings.Measure(threads, options.IsQuick, withBandwidths)));
        return report;
    }

    /// <summary>Times contenders in turns, adds what came out to a report, and disposes of them.</summary>
    public static void Time(this BenchmarkOptions options, Report report, IReadOnlyList<Contender> contenders)
    {
        Log($"{report.Command}: {contenders[0].Group}, {contenders.Count} contenders");
        foreach (ContenderTiming timing in new InterleavedRunner(options.Rounds, options.IsQuick ? 0.004 : 0.03).Run(contenders, Refuse))
        {
            report.Rows.Add(ReportRow.Of(timing));
        }

        foreach (Contender contender in contenders)
        {
            contender.Dispose();
        }

        void Refuse(Contender contender, string miss)
        {
            report.Refused.Add($"{contender.Group}, {contender.Name}: {miss} Not timed.");
            Log($"refused: {contender.Group}, {contender.Name}: {miss}");
        }
    }

    /// <summary>Measures the limits once more: the better of the two counts.</summary>
    public static Report Finish(this BenchmarkOptions options, Report report)
    {
        for (int i = 0; i < report.Ceilings.Count; i++)
        {
            if (report.Ceilings[i].Threads > 0)
            {
                report.Ceilings[i] = report.Ceilings[i].MeasureAgain(options.IsQuick);
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
