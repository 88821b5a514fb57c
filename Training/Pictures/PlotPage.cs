namespace NativeGan.Training.Pictures;

/// <summary>Draws plots below each other on one SVG page, each with its legend below it.</summary>
/// <remarks>One column of 540 units: on a telephone, 400 pixels wide, the smallest letters are 8 pixels high.</remarks>
internal static class PlotPage
{
    private const double Width = 540, Left = 78, Right = 522, PlotHeight = 300, TitleHeight = 34, AxisHeight = 56, LegendRow = 18, Margin = 14;
    private const double TickSize = 11, LabelSize = 12, TitleSize = 13;

    /// <summary>The page.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="subtitle">A line under it.</param>
    /// <param name="description">What is to be seen, in words.</param>
    /// <param name="plots">One or more.</param>
    public static string Draw(string title, string subtitle, string description, IReadOnlyList<Plot> plots)
    {
        SvgPage page = new(Width, title, subtitle, description);
        foreach (Plot plot in plots)
        {
            DrawPlot(page, plot);
        }

        return page.ToString();
    }

    /// <summary>One plot without a heading, as a part of a page that has one.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="description">What is to be seen, in words.</param>
    public static string DrawAlone(Plot plot, string description)
    {
        SvgPage page = new(Width, plot.Title, description);
        DrawPlot(page, plot);
        return page.ToString();
    }

    private static void DrawPlot(SvgPage page, Plot plot)
    {
        double top = page.Height + TitleHeight, bottom = top + (plot.IsSquare ? Right - Left : PlotHeight);
        Series[] series = [.. plot.Series.Select(entry => entry with { Points = [.. entry.Points.Where(point => IsDrawn(plot, point))] })];
        IScale x = ScaleOf(series.SelectMany(entry => entry.Points.Select(point => point.X)), plot.IsXLogarithmic, Left, Right);
        IScale y = ScaleOf(series.SelectMany(entry => YValues(entry, plot)), plot.IsYLogarithmic, bottom, top);
        if (plot.IsSquare && x is LinearScale across && y is LinearScale upwards)
        {
            double range = Math.Max(across.High - across.Low, upwards.High - upwards.Low);
            (x, y) = (across.Widened(range), upwards.Widened(range));
        }

        page.Text((Left + Right) / 2, top - 12, plot.Title, anchor: "middle", size: TitleSize);
        DrawAxes(page, plot, x, y, top, bottom);
        double key = bottom + AxisHeight;
        for (int i = 0; i < series.Length; i++)
        {
            string colour = SvgPage.Colours[(series[i].Colour ?? i) % SvgPage.Colours.Length];
            DrawSeries(page, series[i], x, y, plot.IsYLogarithmic ? bottom : y.At(0), colour);
            DrawKey(page, series[i], key, colour);
            string words = series[i].EndNote is { } note ? $"{series[i].Name}: {note}" : series[i].Name;
            key += LegendRow * page.Lines(Left + 32, key, words, Width - Left - 32 - Margin, LegendRow, size: LabelSize);
        }

        page.Height = key - LegendRow + Margin;
    }

    private static void DrawAxes(SvgPage page, Plot plot, IScale x, IScale y, double top, double bottom)
    {
        foreach (double tick in x.Ticks)
        {
            page.Line(x.At(tick), top, x.At(tick), bottom, "#eeeeee");
            page.Text(x.At(tick), bottom + 16, x.Label(tick), size: TickSize, anchor: "middle");
        }

        foreach (double tick in y.Ticks)
        {
            page.Line(Left, y.At(tick), Right, y.At(tick), "#eeeeee");
            page.Text(Left - 6, y.At(tick) + 4, y.Label(tick), size: TickSize, anchor: "end");
        }

        page.Line(Left, top, Left, bottom, "#888888");
        page.Line(Left, bottom, Right, bottom, "#888888");
        page.Text((Left + Right) / 2, bottom + 35, plot.XLabel, size: LabelSize, anchor: "middle");
        page.Text(20, (top + bottom) / 2, plot.YLabel, size: LabelSize, anchor: "middle", turn: -90);
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
                    page.Dot(at[i].X, at[i].Y, colour, Tip(series, series.Points[i]), RadiusOf(series));
                }

                break;
        }
    }

    private static void DrawKey(SvgPage page, Series series, double y, string colour)
    {
        switch (series.Style)
        {
            case SeriesStyle.Line or SeriesStyle.Dashes:
                page.Line(Left, y - 4, Left + 24, y - 4, colour, 2, series.Style == SeriesStyle.Dashes ? "6 4" : "");
                break;
            case SeriesStyle.Bars:
                page.Box(Left + 4, y - 9, 16, 10, Pale(colour));
                break;
            default:
                page.Dot(Left + 12, y - 4, colour, series.Name, RadiusOf(series));
                break;
        }
    }

    private static double RadiusOf(Series series) => series.Style == SeriesStyle.Specks ? 2 : 4;

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
