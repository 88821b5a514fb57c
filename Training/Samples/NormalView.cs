using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Samples;

/// <summary>Single numbers as a histogram under the data's density, with their mean and standard deviation.</summary>
/// <param name="data">What they should be like.</param>
public sealed class NormalView(NormalData data) : ISampleView
{
    private const double BinWidth = 0.25;

    /// <summary>The run, which the pictures name; null for none.</summary>
    public SampleOrigin? Origin { get; init; }

    /// <inheritdoc/>
    public int Count => 2000;

    /// <inheritdoc/>
    public IReadOnlyList<string> Figures { get; } = ["mean", "deviation"];

    /// <inheritdoc/>
    public double[] Measure(ReadOnlySpan<float> samples)
    {
        double mean = 0, squares = 0;
        foreach (float sample in samples)
        {
            mean += sample / (double)samples.Length;
        }

        foreach (float sample in samples)
        {
            squares += (sample - mean) * (sample - mean);
        }

        return [mean, Math.Sqrt(squares / samples.Length)];
    }

    /// <inheritdoc/>
    public void Save(string pathWithoutExtension, long step, ReadOnlySpan<float> samples)
    {
        double[] figures = Measure(samples);
        double left = data.Mean - 5 * data.Deviation, right = data.Mean + 5 * data.Deviation;
        int bins = (int)Math.Ceiling((right - left) / BinWidth), outside = 0;
        double[] density = new double[bins];
        foreach (float sample in samples)
        {
            int bin = (int)Math.Floor((sample - left) / BinWidth);
            if (bin >= 0 && bin < bins)
            {
                density[bin]++;
            }
            else
            {
                outside++;
            }
        }

        double unit = samples.Length * BinWidth;
        IEnumerable<double> curve = Enumerable.Range(0, 201).Select(i => left + i * (right - left) / 200);
        Plot plot = new("what the generator draws", "generated number x", "density, 1 / unit of x",
            new Series(FormattableString.Invariant($"generated: mean {figures[0]:F3}, deviation {figures[1]:F3}, {outside} of {samples.Length} outside the picture"), SeriesStyle.Bars,
                [.. density.Select((value, bin) => (left + (bin + 0.5) * BinWidth, value / unit))]),
            new Series(FormattableString.Invariant($"data: mean {data.Mean}, deviation {data.Deviation}"), SeriesStyle.Line, [.. curve.Select(x => (x, data.DensityAt(x)))]));
        string text = FormattableString.Invariant($"step {step}{(Origin is { } origin ? $" of {origin.Preset}, seed {origin.Seed}; {samples.Length} samples of {origin.NoiseText}" : $"; {samples.Length} samples")}");
        string words = FormattableString.Invariant($"A histogram of numbers generated after step {step}, with mean {figures[0]:F3} and deviation {figures[1]:F3}, under the density of {data.Name}.");
        AtomicFile.WriteText(pathWithoutExtension + ".svg", PlotPage.Draw(data.Name, text, words, [plot]));
    }
}
