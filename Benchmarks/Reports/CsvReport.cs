using System.Globalization;
using System.Text;

namespace NativeGan.Benchmarks.Reports;

/// <summary>A report's rows as comma-separated values, in SI units.</summary>
internal static class CsvReport
{
    /// <summary>A heading and one line a row.</summary>
    public static string Write(Report report)
    {
        StringBuilder text = new("command,group,contender,threads,position,seconds,lower_seconds,upper_seconds,blocks,calls_per_block,flop,bytes,flop_per_second,peak_share,allocated_bytes\n");
        foreach (ReportRow row in report.Rows)
        {
            object[] fields =
            [
                report.Command, Quoted(row.Group), Quoted(row.Contender), row.Threads, row.Position, row.Seconds, row.LowerSeconds,
                row.UpperSeconds, row.Blocks, row.CallsPerBlock, row.FloatingPointOperations, row.Bytes, row.Rate, report.PeakShare(row),
                row.AllocatedBytes,
            ];
            text.AppendJoin(',', fields.Select(field => Convert.ToString(field, CultureInfo.InvariantCulture))).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
