using NativeGan.Training.Samples;

namespace NativeGan.Training.Presets;

/// <summary>Where a figure of a run's samples begins and ends when a quick run goes well.</summary>
/// <param name="Figure">One of <see cref="ISampleView.Figures"/>.</param>
/// <param name="Text">The same in words, after the figure's name.</param>
/// <param name="Holds">Whether it is so, given the value before the first step and the value after the last.</param>
public sealed record TrendFigure(string Figure, string Text, Func<double, double, bool> Holds)
{
    /// <summary>It begins at one number or above, and ends at another or below.</summary>
    public static TrendFigure Falls(string figure, double from, double to) =>
        new(figure, FormattableString.Invariant($"falls from {from} or more to {to} or less"), (first, last) => first >= from && last <= to);

    /// <summary>It begins at one number or below, and ends at another or above.</summary>
    public static TrendFigure Rises(string figure, double from, double to) =>
        new(figure, FormattableString.Invariant($"rises from {from} or less to {to} or more"), (first, last) => first <= from && last >= to);

    /// <summary>It ends at a number or above, wherever it begins.</summary>
    public static TrendFigure Reaches(string figure, double least) =>
        new(figure, FormattableString.Invariant($"ends at {least} or more"), (_, last) => last >= least);

    /// <summary>Whether a run showed it; false where the samples have no such figure.</summary>
    public bool IsShown(SampleReport first, SampleReport last) => Holds(ValueIn(first), ValueIn(last));

    /// <summary>The figure before the first step and after the last: "spacing 0.08 -> 0.7".</summary>
    public string Change(SampleReport first, SampleReport last) => FormattableString.Invariant($"{Figure} {ValueIn(first):G4} -> {ValueIn(last):G4}");

    private double ValueIn(SampleReport samples) => samples.View.Figures
        .Zip(samples.Figures)
        .Where(entry => entry.First == Figure)
        .Select(entry => entry.Second)
        .FirstOrDefault(double.NaN);
}
