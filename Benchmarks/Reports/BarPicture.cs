using NativeGan.Training.Pictures;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Bars of GFLOP/s (or of elements and the like) against the measured peak, one block for each group.</summary>
internal static class BarPicture
{
    private const double Width = 600, Left = 16, Right = 584, RowHeight = 30;

    /// <summary>The picture of a report's rows; a dashed line marks the peak of the threads that a row used.</summary>
    public static string Draw(Report report)
    {
        List<IGrouping<string, ReportRow>> groups = [.. report.Rows.Where(row => row.FloatingPointOperations > 0).GroupBy(row => row.Group)];
        SvgPage page = new(Width, report.Title, report.Circumstances, $"One bar for each of {groups.Sum(group => group.Count())} contenders in {groups.Count} groups; a dashed line marks the measured peak.");
        double y = page.Height;
        y += DrawKeys(page, y + 14, report.Rows.Any(row => row.IsPeer));
        foreach (IGrouping<string, ReportRow> group in groups)
        {
            double most = group.Max(row => Math.Max(row.Rate, report.Peak(row.Threads)));
            page.Text(Left, y + 14, group.Key, size: 13, weight: "bold");
            y += 18;
            foreach (ReportRow row in group)
            {
                double length = (Right - Left) * row.Rate / most, peak = Left + (Right - Left) * report.Peak(row.Threads) / most;
                page.Text(Left, y + 14, row.Label);
                page.Text(Right, y + 14, $"{Giga(row.Rate)} GFLOP/s, {PerCent(report.PeakShare(row))} of peak", anchor: "end");
                page.Box(Left, y + 18, length, 8, ColourOf(row.IsPeer));
                page.Line(peak, y + 16, peak, y + 28, SvgPage.Colours[1], 2, "3 2");
                y += RowHeight;
            }

            y += 14;
        }

        page.Height = y;
        return page.ToString();
    }

    private static double DrawKeys(SvgPage page, double y, bool hasPeers)
    {
        page.Box(Left, y - 8, 16, 8, ColourOf(isPeer: false));
        page.Text(Left + 22, y, "written here");
        page.Line(Left + 110, y - 10, Left + 110, y + 2, SvgPage.Colours[1], 2, "3 2");
        page.Text(Left + 118, y, "measured peak of as many threads");
        if (hasPeers)
        {
            page.Box(Left + 340, y - 8, 16, 8, ColourOf(isPeer: true));
            page.Text(Left + 362, y, "other libraries");
        }

        return 30;
    }

    private static string ColourOf(bool isPeer) => SvgPage.Colours[isPeer ? 6 : 0];
}
