using NativeGan.Training.Samples;

namespace NativeGan.Training.Presets;

/// <summary>What a run of a preset shows: in words what eyes see in its pictures, and figures of its samples that say the same.</summary>
/// <remarks>The figures are chosen so that a generator that collapsed, or one that ignores the class it is asked for, fails one of them.</remarks>
/// <param name="Seen">What is seen.</param>
/// <param name="Figures">Where the figures begin and end; it is seen where all of them are so.</param>
public sealed record Trend(string Seen, params IReadOnlyList<TrendFigure> Figures)
{
    /// <summary>What a longer run shows besides; null where the quick run shows all that there is to see.</summary>
    public Trend? FullRun { get; init; }

    /// <summary>Whether a quick run is too short to tell a generator that learns from one that collapsed: its figures are signs of life, no verdict.</summary>
    public bool IsTooShort { get; init; }

    /// <summary>The trend in words.</summary>
    public string Text => $"{Seen} ({string.Join(", ", Figures.Select(figure => $"{figure.Figure} {figure.Text}"))}){(FullRun is null ? "" : $"; only the full run shows {FullRun.Text}")}";

    /// <summary>Whether a run showed it.</summary>
    /// <param name="first">The samples before the first step.</param>
    /// <param name="last">The samples after the last.</param>
    public bool IsShown(SampleReport first, SampleReport last) => Figures.All(figure => figure.IsShown(first, last));

    /// <summary>What a quick run showed: a line for each figure, then one for all of them.</summary>
    /// <param name="first">The samples before the first step.</param>
    /// <param name="last">The samples after the last.</param>
    public IEnumerable<string> Verdict(SampleReport first, SampleReport last)
    {
        foreach (TrendFigure figure in Figures)
        {
            yield return $"{figure.Change(first, last)}: {(figure.IsShown(first, last) ? "as the preset says" : "NOT as the preset says")} ({figure.Text})";
        }

        foreach (TrendFigure figure in FullRun?.Figures ?? [])
        {
            yield return $"{figure.Change(first, last)}: {(figure.IsShown(first, last) ? "already as in the full run" : "not yet as in the full run")} ({figure.Text})";
        }

        string seen = !IsShown(first, last) ? $"NOT seen: {Seen}"
            : IsTooShort ? $"too short for a verdict: {Seen}, which a generator that collapsed may show too"
            : $"seen: {Seen}";
        yield return FullRun is null ? seen : $"{seen}; only the full run shows {FullRun.Seen}";
    }
}
