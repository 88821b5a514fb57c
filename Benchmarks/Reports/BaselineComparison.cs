using NativeGan.Training.Errors;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Medians of this run beside those of an earlier one.</summary>
internal static class BaselineComparison
{
    /// <summary>Writes a table and gives 3 when one of our contenders became slower by more than allowed, else 0.</summary>
    /// <remarks>Peers are shown, since they tell how much of a change is the machine's, but cannot fail.</remarks>
    /// <exception cref="InputException">The two have no contender in common.</exception>
    public static int Write(Report now, Report before, double allowed, TextWriter output)
    {
        List<(ReportRow Now, ReportRow Before)> pairs = [.. now.Rows
            .Select(row => (row, before.Rows.FirstOrDefault(old => old.Group == row.Group && old.Contender == row.Contender && old.Threads == row.Threads)))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.row, pair.Item2!))];
        if (pairs.Count == 0)
        {
            throw new InputException(
                $"The baseline has nothing in common with this run: it holds '{before.CommandLine}'. Run the same command with the same shapes and threads.",
                ExitCodes.DataMissing);
        }

        output.WriteLine();
        output.WriteLine(Format($"## Against the baseline of {before.Date:yyyy-MM-dd HH:mm} UTC on {before.Machine.Processor}"));
        output.WriteLine();
        if (before.Machine.Processor != now.Machine.Processor)
        {
            output.WriteLine($"Another machine: this is {now.Machine.Processor}; the ratios compare machines as much as code.");
        }

        foreach (int threads in now.Ceilings.Select(entry => entry.Threads).Where(threads => before.Peak(threads) > 0))
        {
            output.WriteLine($"Peak on {threads} thread{(threads == 1 ? "" : "s")}: {Giga(before.Peak(threads))} GFLOP/s then, {Giga(now.Peak(threads))} now.");
        }

        output.WriteLine();
        output.WriteLine("| group | contender | threads | then | now | now / then | |");
        output.WriteLine("|---|---|---:|---:|---:|---:|---|");
        int slower = 0;
        foreach ((ReportRow row, ReportRow old) in pairs)
        {
            double ratio = row.Seconds / old.Seconds;
            bool fails = !row.IsPeer && ratio > 1 + allowed;
            slower += fails ? 1 : 0;
            output.WriteLine(
                $"| {row.Group} | {row.Contender}{(row.IsPeer ? " (peer)" : "")} | {(row.Threads > 0 ? row.Threads : "-")} | {Time(old.Seconds)} | {Time(row.Seconds)} "
                + $"| {Significant(ratio)} | {(fails ? "**slower**" : "")} |");
        }

        output.WriteLine();
        output.WriteLine($"{slower} of {pairs.Count} became slower by more than {PerCent(allowed)}.");
        return slower == 0 ? ExitCodes.Success : ExitCodes.CheckFailed;
    }
}
