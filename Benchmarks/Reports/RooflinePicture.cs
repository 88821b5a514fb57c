using NativeGan.Benchmarks.Harness;
using NativeGan.Training.Pictures;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Williams, Waterman and Patterson's roofline: what a kernel reaches against what memory and arithmetic allow.</summary>
/// <remarks>Both axes are logarithmic. The roof is min(peak, bandwidth × FLOP/byte), one slope for each level of memory.</remarks>
internal static class RooflinePicture
{
    private const double Width = 640, Left = 62, Right = 624, Top = 90, Bottom = 500, ListRow = 17;
    private const int MostLettersInTwoColumns = 54;

    /// <summary>The picture for the greatest number of threads in a report; null when no bandwidth was measured.</summary>
    public static string? Draw(Report report)
    {
        Ceilings? ceilings = report.Ceilings.Where(entry => entry.Bandwidths.Count > 0).MaxBy(entry => entry.Threads);
        if (ceilings is null)
        {
            return null;
        }

        ReportRow[] rows = [.. report.Rows.Where(row => row.Threads == ceilings.Threads && row.Intensity > 0)];
        double peak = ceilings.FloatingPointOperationsPerSecond / 1e9;
        LogScale x = LogScale.Around(rows.Select(row => row.Intensity).Append(0.05).Append(50), Left, Right);
        LogScale y = LogScale.Around(rows.Select(row => row.Rate / 1e9).Append(peak).Append(1), Bottom, Top, 1.6);
        SvgPage page = new(Width, $"{report.Title}, {ceilings.Threads} thread{(ceilings.Threads == 1 ? "" : "s")}", report.Circumstances, $"Both axes are logarithmic. Sloped lines are what memory allows, the flat one is the arithmetic peak; {rows.Length} numbered dots are kernels.");
        DrawAxes(page, x, y);

        page.Line(x.At(peak / (ceilings.Bandwidths.Max(entry => entry.BytesPerSecond) / 1e9)), y.At(peak), Right, y.At(peak), "#222222", 2);
        page.Text(Right - 4, y.At(peak) - 6, $"multiply-add peak {Significant(peak)} GFLOP/s", anchor: "end");
        for (int i = 0; i < ceilings.Bandwidths.Count; i++)
        {
            DrawRoof(page, x, y, ceilings.Bandwidths[i], peak, SvgPage.Colours[i % SvgPage.Colours.Length]);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ReportRow row = rows[i];
            string colour = row.IsPeer ? SvgPage.Colours[6] : "#222222";
            page.Dot(x.At(row.Intensity), y.At(row.Rate / 1e9), colour, $"{row.Group}: {row.Contender}", 8);
            page.Text(x.At(row.Intensity), y.At(row.Rate / 1e9) + 3.5, Format($"{i + 1}"), "white", 9.5, "middle", "bold");
        }

        DrawList(page, rows);
        return page.ToString();
    }

    /// <summary>What the numbers in the dots mean, below the axes, in two columns where the names are short.</summary>
    private static void DrawList(SvgPage page, ReportRow[] rows)
    {
        string[] words = [.. rows.Select((row, i) => Format($"{i + 1}  {row.Group}{(row.IsPeer ? $", {row.Contender}" : "")}: {Giga(row.Rate)} GFLOP/s"))];
        int columns = words.All(entry => entry.Length <= MostLettersInTwoColumns) ? 2 : 1, length = (words.Length + columns - 1) / columns;
        for (int i = 0; i < words.Length; i++)
        {
            page.Text(16 + Width / 2 * (i / length), Bottom + 66 + ListRow * (i % length), words[i], rows[i].IsPeer ? SvgPage.Colours[6] : "#222222");
        }

        page.Height = Bottom + 66 + ListRow * length;
    }

    private static void DrawRoof(SvgPage page, LogScale x, LogScale y, Bandwidth bandwidth, double peak, string colour)
    {
        double gigabytes = bandwidth.BytesPerSecond / 1e9;
        double ridge = Math.Min(peak / gigabytes, x.High);
        double first = Math.Max(x.Low, y.Low / gigabytes);
        page.Line(x.At(first), y.At(first * gigabytes), x.At(ridge), y.At(ridge * gigabytes), colour, 2);
        page.Line(x.At(ridge), y.At(ridge * gigabytes), x.At(ridge), Bottom, colour, 0.7, "2 4");
        double slope = -Math.Atan2(y.At(first * gigabytes) - y.At(ridge * gigabytes), x.At(ridge) - x.At(first)) * 180 / Math.PI;
        page.Text(x.At(first) + 8, y.At(first * gigabytes) - 12, $"{bandwidth.Level} {Significant(gigabytes)} GB/s", colour, 12, turn: slope);
    }

    private static void DrawAxes(SvgPage page, LogScale x, LogScale y)
    {
        foreach (double tick in x.Ticks)
        {
            page.Line(x.At(tick), Top, x.At(tick), Bottom, "#eeeeee");
            page.Text(x.At(tick), Bottom + 16, x.Label(tick), size: 11, anchor: "middle");
        }

        foreach (double tick in y.Ticks)
        {
            page.Line(Left, y.At(tick), Right, y.At(tick), "#eeeeee");
            page.Text(Left - 6, y.At(tick) + 3, y.Label(tick), size: 11, anchor: "end");
        }

        page.Text((Left + Right) / 2, Bottom + 34, "floating-point operations for each byte that must be moved", anchor: "middle");
        page.Text(20, (Top + Bottom) / 2, "GFLOP/s", anchor: "middle", turn: -90);
    }
}
