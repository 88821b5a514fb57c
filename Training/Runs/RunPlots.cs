using NativeGan.Training.Pictures;
using static System.FormattableString;

namespace NativeGan.Training.Runs;

/// <summary>One plot for each number of some runs, with all runs in it.</summary>
internal static class RunPlots
{
    // More than a plot is wide, in pixels: what is left out could not be seen.
    private const int MostPoints = 1200, LongestName = 48, ManyTimes = 20;

    /// <summary>The plots, in the order of the first run's curves, each with a sentence about every run.</summary>
    public static IEnumerable<(Plot Plot, IReadOnlyList<string> Words)> Of(IReadOnlyList<RunSummary> runs) =>
        Labels(runs).Select(curve => Draw(curve.Name, curve.Label, runs));

    /// <summary>Every number that one of the runs has, once.</summary>
    public static IEnumerable<(string Name, string Label)> Labels(IReadOnlyList<RunSummary> runs) =>
        runs.SelectMany(run => run.Curves).Select(curve => (curve.Name, curve.Label)).DistinctBy(curve => curve.Name);

    /// <summary>A run's curve of a name; null where it has none.</summary>
    public static RunCurve? Find(RunSummary run, string name) => run.Curves.FirstOrDefault(curve => curve.Name == name);

    private static (Plot Plot, IReadOnlyList<string> Words) Draw(string name, string label, IReadOnlyList<RunSummary> runs)
    {
        RunCurve?[] curves = [.. runs.Select(run => Find(run, name))];
        bool isLogarithmic = SpansPowersOfTen(curves);

        // A run without this number keeps its place, so that a run has the same colour in every plot.
        Series[] series = [.. runs.Zip(curves, (run, curve) => new Series(Shorten(run.Name), SeriesStyle.Line, CurveThinning.Thin(curve?.Points ?? [], MostPoints)) { EndNote = EndOf(run, curve) })];
        return (
            new Plot(label, "training step", isLogarithmic ? $"{label} (logarithmic)" : label, series) { IsYLogarithmic = isLogarithmic },
            [.. runs.Zip(curves, Describe)]);
    }

    /// <summary>Whether a few high values would press all others onto the axis, and a logarithm helps.</summary>
    private static bool SpansPowersOfTen(RunCurve?[] curves)
    {
        double[] values = [.. curves.OfType<RunCurve>().SelectMany(curve => curve.Points).Select(point => point.Y).Where(double.IsFinite).Order()];
        return values.Length > 0 && curves.OfType<RunCurve>().All(curve => curve.IsUnbounded) && values[0] > 0 && values[^1] > ManyTimes * values[values.Length / 2];
    }

    private static string? EndOf(RunSummary run, RunCurve? curve)
    {
        if (curve is null || !curve.Points.Any(IsFinite))
        {
            return "no values";
        }

        double lastFinite = curve.Points.Last(IsFinite).X;
        return !IsFinite(curve.Points[^1]) ? Invariant($"not a finite number after step {lastFinite}")
            : run.IsComplete ? null
            : Invariant($"ends at step {lastFinite} of {run.Options.Steps}");
    }

    private static string Describe(RunSummary run, RunCurve? curve)
    {
        (double X, double Y)[] points = [.. curve?.Points.Where(IsFinite) ?? []];
        if (points.Length == 0)
        {
            return $"{run.Name}: no values.";
        }

        (double X, double Y) lowest = points.MinBy(point => point.Y), highest = points.MaxBy(point => point.Y);
        string end = EndOf(run, curve) is { } note ? $" {char.ToUpperInvariant(note[0])}{note[1..]}." : "";
        int others = curve!.Points.Count - points.Length;
        return Invariant($"{run.Name}: {points[0].Y:G4} at step {points[0].X}, {points[^1].Y:G4} at step {points[^1].X}; lowest {lowest.Y:G4} at step {lowest.X}, highest {highest.Y:G4} at step {highest.X}.")
            + (others > 0 ? Invariant($" {others} of {curve.Points.Count} values are NaN or infinite and left out.") : "") + end;
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.Y);

    private static string Shorten(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName / 2)]}…{name[^(LongestName / 2 - 1)..]}";
}
