namespace NativeGan.Training.Presets;

/// <summary>What several presets' runs show, in one wording and with one set of numbers.</summary>
internal static class Trends
{
    /// <summary>Digits or clothes, each another: samples differ as images do, no two are nearly the same, and they are like training images.</summary>
    /// <param name="seen">What is seen.</param>
    /// <param name="more">Figures besides.</param>
    public static Trend Varied(string seen, params IReadOnlyList<TrendFigure> more) =>
        new(seen, [TrendFigure.Reaches("variance_ratio", 0.3), TrendFigure.Reaches("spacing", 0.4), TrendFigure.Reaches("likeness", 0.45), .. more]);

    /// <summary>Strokes on a black ground where the generator began with noise, each another.</summary>
    /// <param name="more">Figures besides.</param>
    public static Trend Strokes(params IReadOnlyList<TrendFigure> more) =>
        Varied("different strokes in the middle of the picture, of which some are digits", [TrendFigure.Falls("mean_distance", 0.35, 0.2), .. more]);

    /// <summary>A quick run ends before its samples differ.</summary>
    /// <param name="seen">What is seen until then.</param>
    /// <param name="later">What the full run shows.</param>
    /// <param name="figures">Where the figures begin and end.</param>
    public static Trend TooShort(string seen, string later, params IReadOnlyList<TrendFigure> figures) =>
        new(seen, figures) { IsTooShort = true, FullRun = Varied(later) };
}
