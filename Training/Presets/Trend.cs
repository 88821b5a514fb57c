using NativeGan.Training.Samples;

namespace NativeGan.Training.Presets;

/// <summary>What a quick run of a preset shows, as a number: a figure of its samples that goes from one side to another.</summary>
/// <param name="Figure">One of <see cref="ISampleView.Figures"/>.</param>
/// <param name="From">Where it begins: here or farther off.</param>
/// <param name="To">Where it ends: here or farther on.</param>
public sealed record Trend(string Figure, double From, double To)
{
    /// <summary>The trend in words.</summary>
    public string Text => From > To
        ? FormattableString.Invariant($"{Figure} falls from {From} or more to {To} or less")
        : FormattableString.Invariant($"{Figure} rises from {From} or less to {To} or more");

    /// <summary>Whether a run showed it.</summary>
    /// <param name="first">The samples before the first step.</param>
    /// <param name="last">The samples after the last.</param>
    public bool IsShown(SampleReport first, SampleReport last) => From > To
        ? ValueIn(first) >= From && ValueIn(last) <= To
        : ValueIn(first) <= From && ValueIn(last) >= To;

    /// <summary>The figure of some samples; NaN where they have none of that name.</summary>
    public double ValueIn(SampleReport samples) => samples.View.Figures
        .Zip(samples.Figures)
        .Where(entry => entry.First == Figure)
        .Select(entry => entry.Second)
        .FirstOrDefault(double.NaN);
}
