using System.Globalization;

namespace NativeGan.Training.Samples;

/// <summary>The samples of a run's fixed noise after a step, and what was measured of them.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="View">Shows and measures them.</param>
/// <param name="Values">Sample after sample, in the model's numbers.</param>
public sealed record SampleReport(long Step, ISampleView View, float[] Values)
{
    /// <summary>The figures, in the order of <see cref="ISampleView.Figures"/>.</summary>
    public double[] Figures { get; } = View.Measure(Values);

    /// <summary>The figures in words: "mean 4.012, deviation 1.190".</summary>
    public string FiguresText => string.Join(", ", View.Figures.Zip(Figures, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:G4}")));
}
