using System.Text;
using NativeGan.Benchmarks.Harness;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>A report as a page of Markdown: circumstances first, then one table for each group.</summary>
internal static class MarkdownReport
{
    /// <summary>The page; pictures are linked by the names given.</summary>
    public static string Write(Report report, IEnumerable<string> pictures)
    {
        StringBuilder page = new();
        page.AppendLine($"# {report.Title}").AppendLine();
        WriteCircumstances(report, page);
        foreach (string picture in pictures)
        {
            page.AppendLine().AppendLine($"![{Path.GetFileNameWithoutExtension(picture)}]({picture})");
        }

        WriteChecks(report, page);
        WriteList(page, "Did not come to its end", report.Failures);
        WriteCeilings(report, page);
        WritePeerRatios(report, page);

        // Only a device's report puts every row beside the bandwidth too: on the processor, roofline does, for each level of memory.
        bool hasDevice = report.Peak(0) > 0;
        foreach (IGrouping<string, ReportRow> group in report.Rows.GroupBy(row => row.Group))
        {
            page.AppendLine().AppendLine($"## {group.Key}").AppendLine();
            page.AppendLine($"| contender | threads | median | quartiles | GFLOP/s | % of peak | GB/s |{(hasDevice ? " % of triad |" : "")} FLOP/byte | speed-up | allocated |");
            page.AppendLine($"|---|---:|---:|---|---:|---:|---:|{(hasDevice ? "---:|" : "")}---:|---:|---:|");
            foreach (ReportRow row in group)
            {
                double speedUp = report.Reference(row).Seconds / row.Seconds;
                page.AppendLine(
                    $"| {row.Contender}{(row.IsPeer ? " (peer)" : "")} | {(row.Threads > 0 ? row.Threads : "-")} | {Time(row.Seconds)} "
                    + $"| {Time(row.LowerSeconds)} - {Time(row.UpperSeconds)} | {(row.FloatingPointOperations > 0 ? Giga(row.Rate) : "-")} | {PerCent(report.PeakShare(row))} "
                    + $"| {(row.Bytes > 0 ? Giga(row.Bandwidth) : "-")} |{(hasDevice ? $" {PerCent(report.BandwidthShare(row))} |" : "")} {Significant(row.Intensity)} | {Significant(speedUp)} "
                    + $"| {Size(row.AllocatedBytes)} |");
            }
        }

        WriteList(page, "Refused: the result was wrong", report.Refused);
        return page.ToString();
    }

    private static void WriteCircumstances(Report report, StringBuilder page)
    {
        Machine machine = report.Machine;
        string load = machine.LoadAtStart is { } value
            ? Format($", load average {value:F1} at the start{(value > 0.5 ? " (**the machine was not idle**: trust ratios, not absolute figures)" : "")}")
            : "";
        page.AppendLine($"- Machine: {machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}{load}");
        page.AppendLine(Format($"- Date: {report.Date:yyyy-MM-dd HH:mm} UTC; command: `{report.CommandLine}`"));
        page.AppendLine($"- float32; {report.Rounds} blocks of each contender, in turns; medians and quartiles of the blocks; every result was checked against the reference first");
        page.AppendLine($"- speed-up: against {report.RatioTo ?? "the first row"} of the same table; bytes: each operand once; allocated: by the whole process, a call");
        foreach (string note in report.Notes)
        {
            page.AppendLine($"- {note}");
        }
    }

    private static void WriteChecks(Report report, StringBuilder page)
    {
        if (report.Checks.Count == 0)
        {
            return;
        }

        page.AppendLine().AppendLine("## Checked first").AppendLine();
        page.AppendLine("| stage | what | cases | worst | |");
        page.AppendLine("|---|---|---:|---|---|");
        foreach (CheckRow check in report.Checks)
        {
            page.AppendLine($"| {check.Stage} | {check.Group} | {check.Cases} | {check.Worst} | {(check.HasPassed ? "PASS" : "**FAIL**")} |");
        }
    }

    private static void WriteCeilings(Report report, StringBuilder page)
    {
        if (report.Ceilings.Count == 0)
        {
            return;
        }

        page.AppendLine().AppendLine("## Limits measured in this run").AppendLine();
        page.AppendLine($"Best run of a register-only loop ({PeakLoop.Description}) and of a triad (12 bytes an element).").AppendLine();
        page.AppendLine("| threads | GFLOP/s | triad GB/s |");
        page.AppendLine("|---:|---:|---|");
        foreach (Ceilings ceilings in report.Ceilings)
        {
            string bandwidths = string.Join(", ", ceilings.Bandwidths.Select(entry => $"{entry.Level} {Giga(entry.BytesPerSecond)} ({Size(entry.BytesPerThread)}{(ceilings.Threads > 0 ? " a thread" : "")})"));
            page.AppendLine($"| {(ceilings.Threads > 0 ? ceilings.Threads : "the device")} | {Giga(ceilings.FloatingPointOperationsPerSecond)} | {(bandwidths.Length > 0 ? bandwidths : "-")} |");
        }
    }

    private static void WritePeerRatios(Report report, StringBuilder page)
    {
        if (report.PeerRatios.Count == 0)
        {
            return;
        }

        page.AppendLine().AppendLine("## Against the best peer").AppendLine();
        page.AppendLine("Peer's time over ours in this run; above 1 ours is faster. Of medians, of lower quartiles, which a busy machine disturbs less, and of the fastest blocks.").AppendLine();
        page.AppendLine("| | threads | best peer | median | lower quartile | fastest block |");
        page.AppendLine("|---|---:|---|---:|---:|---:|");
        foreach (PeerRatio ratio in report.PeerRatios)
        {
            page.AppendLine(Format($"| {ratio.Group} | {ratio.Threads} | {ratio.Peer} | {ratio.Ratio:F2} | {ratio.LowerRatio:F2} | {ratio.FastestRatio:F2} |"));
        }
    }

    private static void WriteList(StringBuilder page, string heading, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        page.AppendLine().AppendLine($"## {heading}").AppendLine();
        foreach (string line in lines)
        {
            page.AppendLine($"- {line}");
        }
    }
}
