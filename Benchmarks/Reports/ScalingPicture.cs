using NativeGan.Training.Pictures;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Time a call, and its share of the measured peak, against batch, width, size or threads.</summary>
internal static class ScalingPicture
{
    private const double Width = 600, Left = 78, Right = 584, TimeTop = 90, TimeBottom = 370, ShareTop = 400, ShareBottom = 600, LegendTop = 664, LegendRow = 18;

    /// <summary>The picture; null when the report has no axis.</summary>
    public static string? Draw(Report report)
    {
        if (report.Axis is null)
        {
            return null;
        }

        // Along threads every contender is one line; along anything else each number of threads is a line of its own.
        bool isThreads = report.Axis == "threads";
        ReportRow[] rows = [.. report.Rows.Where(row => row.Position > 0)];
        List<IGrouping<string, ReportRow>> lines = [.. rows.GroupBy(row => isThreads ? row.Contender : row.Label)];
        SvgPage page = new(Width, report.Title, report.Circumstances, $"Time a call, and its share of the measured peak, along {report.Axis}; one line for each of {lines.Count} contenders or numbers of threads.");
        LogScale x = LogScale.Around(rows.Select(row => row.Position), Left, Right, 1.1);
        LogScale time = LogScale.Around(rows.Select(row => row.Seconds * 1e3), TimeBottom, TimeTop, 2);
        double[] positions = [.. rows.Select(row => row.Position).Distinct().Order()];

        foreach (double position in positions)
        {
            page.Line(x.At(position), TimeTop, x.At(position), TimeBottom, "#eeeeee");
            page.Line(x.At(position), ShareTop, x.At(position), ShareBottom, "#eeeeee");
            page.Text(x.At(position), ShareBottom + 16, x.Label(position), size: 11, anchor: "middle");
        }

        foreach (double tick in time.Ticks)
        {
            page.Line(Left, time.At(tick), Right, time.At(tick), "#eeeeee");
            page.Text(Left - 6, time.At(tick) + 3, time.Label(tick), size: 11, anchor: "end");
        }

        for (int percent = 0; percent <= 100; percent += 20)
        {
            page.Line(Left, Share(percent / 100.0), Right, Share(percent / 100.0), "#eeeeee");
            page.Text(Left - 6, Share(percent / 100.0) + 3, Format($"{percent} %"), size: 11, anchor: "end");
        }

        page.Text(20, (TimeTop + TimeBottom) / 2, "time, ms a call", anchor: "middle", turn: -90);
        page.Text(20, (ShareTop + ShareBottom) / 2, "share of measured peak", anchor: "middle", turn: -90);
        page.Text((Left + Right) / 2, ShareBottom + 36, report.Axis, anchor: "middle");
        for (int i = 0; i < lines.Count; i++)
        {
            DrawLine(page, report, lines[i], x, time, SvgPage.Colours[i % SvgPage.Colours.Length]);
            page.Line(Left, LegendTop - 4 + LegendRow * i, Left + 24, LegendTop - 4 + LegendRow * i, SvgPage.Colours[i % SvgPage.Colours.Length], 2);
            page.Text(Left + 32, LegendTop + LegendRow * i, lines[i].Key);
        }

        page.Height = LegendTop + LegendRow * lines.Count;

        return page.ToString();
    }

    private static void DrawLine(SvgPage page, Report report, IEnumerable<ReportRow> line, LogScale x, LogScale time, string colour)
    {
        ReportRow[] rows = [.. line.OrderBy(row => row.Position)];
        page.Path(rows.Select(row => (x.At(row.Position), time.At(row.Seconds * 1e3))), colour);
        page.Path(rows.Where(row => double.IsFinite(report.PeakShare(row))).Select(row => (x.At(row.Position), Share(report.PeakShare(row)))), colour);
        foreach (ReportRow row in rows)
        {
            string tip = $"{row.Group}, {row.Label}: {Time(row.Seconds)}, {PerCent(report.PeakShare(row))} of peak";
            page.Dot(x.At(row.Position), time.At(row.Seconds * 1e3), colour, tip);
            if (double.IsFinite(report.PeakShare(row)))
            {
                page.Dot(x.At(row.Position), Share(report.PeakShare(row)), colour, tip);
            }
        }
    }

    private static double Share(double share) => ShareBottom - (ShareBottom - ShareTop) * Math.Min(share, 1.05);
}
