using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Samples;

/// <summary>Points in a plane over the centres they should gather at: which centres are reached, and how many points lie near one.</summary>
/// <remarks>A centre counts as covered when at least 20 of the 2,500 samples lie within 3 standard deviations of it.</remarks>
/// <param name="data">What they should be like.</param>
public sealed class GridView(NormalGridData data) : ISampleView
{
    private const int LeastSamples = 20;
    private const double Near = 3;

    /// <summary>The run, which the pictures name; null for none.</summary>
    public SampleOrigin? Origin { get; init; }

    /// <inheritdoc/>
    public int Count => 2500;

    /// <inheritdoc/>
    public IReadOnlyList<string> Figures { get; } = ["modes", "share_near", "fewest"];

    /// <inheritdoc/>
    /// <returns>Centres covered; share of samples near any centre; samples near the centre that has fewest.</returns>
    public double[] Measure(ReadOnlySpan<float> samples)
    {
        int[] near = new int[data.Centres.Count];
        double within = Near * data.Deviation;
        for (int i = 0; i + 1 < samples.Length; i += 2)
        {
            for (int centre = 0; centre < near.Length; centre++)
            {
                double x = samples[i] - data.Centres[centre].X, y = samples[i + 1] - data.Centres[centre].Y;
                if (x * x + y * y <= within * within)
                {
                    near[centre]++;
                    break; // circles do not overlap
                }
            }
        }

        return [near.Count(static count => count >= LeastSamples), near.Sum() / (samples.Length / 2.0), near.Min()];
    }

    /// <inheritdoc/>
    public void Save(string pathWithoutExtension, long step, ReadOnlySpan<float> samples)
    {
        double[] figures = Measure(samples);
        (double X, double Y)[] points = new (double, double)[samples.Length / 2];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = (samples[2 * i], samples[2 * i + 1]);
        }

        Plot plot = new("what the generator draws", "x", "y",
            new Series(FormattableString.Invariant($"{points.Length} generated points, {figures[1]:P1} within 3 deviations of a centre"), SeriesStyle.Specks, points),
            new Series(FormattableString.Invariant($"the {data.Centres.Count} centres of the data, {figures[0]} of them covered"), SeriesStyle.Dots, [.. data.Centres]))
        { IsSquare = true };
        AtomicFile.WriteText(pathWithoutExtension + ".svg", PlotPage.Draw(
            data.Name,
            FormattableString.Invariant($"step {step}{(Origin is { } origin ? $" of {origin.Preset}, seed {origin.Seed}; samples of {origin.NoiseText}" : "")}"),
            FormattableString.Invariant($"Generated points in the plane after step {step}, over the centres of the data: {figures[0]} of {data.Centres.Count} centres are covered, {figures[1]:P1} of the points lie within 3 deviations of one."),
            [plot]));
    }
}
