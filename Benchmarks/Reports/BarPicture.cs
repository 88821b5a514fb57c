using NativeGan.Training.Pictures;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Bars of GFLOP/s (or of elements and the like) against the measured peak, one block for each group.</summary>
internal static class BarPicture
{
    private const double Left = 250, Right = 720, RowHeight = 17;

    /// <summary>The picture of a report's rows; a dashed line marks the peak of the threads that a row used.</summary>
    public static string Draw(Report report)
    {
        List<IGrouping<string, ReportRow>> groups = [.. report.Rows.Where(row => row.FloatingPointOperations > 0).GroupBy(row => row.Group)];
        double height = 70 + groups.Sum(group => 34 + RowHeight * group.Count());
        SvgPage page = new(900, height, report.Title, report.Circumstances, $"One bar for each of {report.Rows.Count} contenders in {groups.Count} groups; a dashed line marks the measured peak.");
        double y = 62;
        foreach (IGrouping<string, ReportRow> group in groups)
        {
            double most = group.Max(row => Math.Max(row.Rate, report.Peak(row.Threads)));
            page.Text(16, y + 10, group.Key, weight: "bold");
            y += 18;
            foreach (ReportRow row in group)
            {
                double end = Left + (Right - Left) * row.Rate / most, peak = Left + (Right - Left) * report.Peak(row.Threads) / most;
                page.Text(Left - 8, y + 11, row.Label, size: 11, anchor: "end");
                page.Box(Left, y + 2, end - Left, RowHeight - 5, row.IsPeer ? SvgPage.Colours[6] : SvgPage.Colours[0]);
                page.Line(peak, y, peak, y + RowHeight, SvgPage.Colours[1], dash: "3 2");
                page.Text(Right + 8, y + 11, $"{Giga(row.Rate)} GFLOP/s, {PerCent(report.PeakShare(row))}", size: 11);
                y += RowHeight;
            }

            y += 16;
        }

        return page.ToString();
    }
}
