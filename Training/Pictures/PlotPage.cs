namespace NativeGan.Training.Pictures;

/// <summary>Draws plots side by side on one SVG page, each with its legend below it.</summary>
internal static class PlotPage
{
    private const double PanelWidth = 500, SquareWidth = 410, PlotHeight = 300, HeadingHeight = 84, TitleHeight = 30, Left = 74, Right = 20, LegendRow = 17;

    /// <summary>The page.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="subtitle">A line under it.</param>
    /// <param name="description">What is to be seen, in words.</param>
    /// <param name="plots">One or more.</param>
    public static string Draw(string title, string subtitle, string description, IReadOnlyList<Plot> plots)
    {
        double height = HeightOf(HeadingHeight, plots);
        SvgPage page = new(Math.Max(plots.Sum(WidthOf), 640), height, title, subtitle, description);
        double offset = 0;
        foreach (Plot plot in plots)
        {
            DrawPlot(page, plot, offset, HeadingHeight);
            offset += WidthOf(plot);
        }

        return page.ToString();
    }

    /// <summary>One plot without a heading, as a part of a page that has one.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="description">What is to be seen, in words.</param>
    public static string DrawAlone(Plot plot, string description)
    {
        SvgPage page = new(WidthOf(plot), HeightOf(TitleHeight, [plot]), plot.Title, description);
        DrawPlot(page, plot, 0, TitleHeight);
        return page.ToString();
    }

    private static double HeightOf(double top, IReadOnlyList<Plot> plots) => top + PlotHeight + 52 + LegendRow * plots.Max(plot => plot.Series.Count);

    private static double WidthOf(Plot plot) => plot.IsSquare ? SquareWidth : PanelWidth;

    private static void DrawPlot(SvgPage page, Plot plot, double offset, double top)
    {
        double left = offset + Left, right = plot.IsSquare ? left + PlotHeight : offset + PanelWidth - Right, bottom = top + PlotHeight;
        Series[] series = [.. plot.Series.Select(entry => entry with { Points = [.. entry.Points.Where(point => IsDrawn(plot, point))] })];
        IScale x = ScaleOf(series.SelectMany(entry => entry.Points.Select(point => point.X)), plot.IsXLogarithmic, left, right);
        IScale y = ScaleOf(series.SelectMany(entry => YValues(entry, plot)), plot.IsYLogarithmic, bottom, top);
        page.Text((left + right) / 2, top - 12, plot.Title, anchor: "middle", size: 12.5);
        foreach (double tick in x.Ticks)
        {
            page.Line(x.At(tick), top, x.At(tick), bottom, "#eeeeee");
            page.Text(x.At(tick), bottom + 15, x.Label(tick), size: 10, anchor: "middle");
        }

        foreach (double tick in y.Ticks)
        {
            page.Line(left, y.At(tick), right, y.At(tick), "#eeeeee");
            page.Text(left - 6, y.At(tick) + 3, y.Label(tick), size: 10, anchor: "end");
        }

        page.Line(left, top, left, bottom, "#888888");
        page.Line(left, bottom, right, bottom, "#888888");
        page.Text((left + right) / 2, bottom + 33, plot.XLabel, size: 11, anchor: "middle");
        page.Text(offset + 20, (top + bottom) / 2, plot.YLabel, size: 11, anchor: "middle", turn: -90);
        for (int i = 0; i < series.Length; i++)
        {
            string colour = SvgPage.Colours[i % SvgPage.Colours.Length];
            DrawSeries(page, series[i], x, y, plot.IsYLogarithmic ? bottom : y.At(0), colour);
            DrawKey(page, series[i], left, bottom + 50 + LegendRow * i, colour);
        }
    }

    private static void DrawSeries(SvgPage page, Series series, IScale x, IScale y, double zero, string colour)
    {
        (double X, double Y)[] at = [.. series.Points.Select(point => (x.At(point.X), y.At(point.Y)))];
        switch (series.Style)
        {
            case SeriesStyle.Line or SeriesStyle.Dashes:
                page.Path(at, colour, dash: series.Style == SeriesStyle.Dashes ? "6 4" : "");
                if (at.Length == 1 || (at.Length > 0 && series.EndNote is not null))
                {
                    page.Dot(at[^1].X, at[^1].Y, colour, Tip(series, series.Points[^1]));
                }

                break;
            case SeriesStyle.Bars:
                double width = at.Length > 1 ? 0.9 * at.Zip(at.Skip(1), (a, b) => b.X - a.X).Min() : 20;
                foreach ((double barX, double barY) in at)
                {
                    page.Box(barX - width / 2, Math.Min(barY, zero), width, Math.Abs(zero - barY), Pale(colour));
                }

                break;
            default:
                for (int i = 0; i < at.Length; i++)
                {
                    page.Dot(at[i].X, at[i].Y, colour, Tip(series, series.Points[i]), series.Style == SeriesStyle.Dots ? 4 : 2);
                }

                break;
        }
    }

    private static void DrawKey(SvgPage page, Series series, double left, double y, string colour)
    {
        switch (series.Style)
        {
            case SeriesStyle.Line or SeriesStyle.Dashes:
                page.Line(left, y - 4, left + 24, y - 4, colour, 2, series.Style == SeriesStyle.Dashes ? "6 4" : "");
                break;
            case SeriesStyle.Bars:
                page.Box(left + 4, y - 9, 16, 10, Pale(colour));
                break;
            default:
                page.Dot(left + 12, y - 4, colour, series.Name);
                break;
        }

        page.Text(left + 32, y, series.EndNote is null ? series.Name : $"{series.Name}: {series.EndNote}", size: 11);
    }

    private static string Tip(Series series, (double X, double Y) point) => FormattableString.Invariant($"{series.Name}: {point.X:G5}, {point.Y:G6}");

    private static IEnumerable<double> YValues(Series series, Plot plot) =>
        series.Points.Select(point => point.Y).Concat(series.Style == SeriesStyle.Bars && !plot.IsYLogarithmic ? [0] : []);

    private static IScale ScaleOf(IEnumerable<double> values, bool isLogarithmic, double start, double end) => isLogarithmic
        ? LogScale.Around(values, start, end, 1.2)
        : LinearScale.Around(values, start, end);

    private static bool IsDrawn(Plot plot, (double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && (!plot.IsXLogarithmic || point.X > 0) && (!plot.IsYLogarithmic || point.Y > 0);

    /// <summary>The colour mixed with white, so that a curve on top of it is seen.</summary>
    private static string Pale(string colour)
    {
        int rgb = Convert.ToInt32(colour[1..], 16);
        int Mix(int shift) => (((rgb >> shift) & 255) + 2 * 255) / 3;
        return FormattableString.Invariant($"#{Mix(16):x2}{Mix(8):x2}{Mix(0):x2}");
    }
}
