using NativeGan.Training.Errors;
using NativeGan.Training.Loop;

namespace NativeGan.Training.Runs;

/// <summary>One number of a run over its steps.</summary>
/// <param name="Name">What its column is called, the same in every run.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Points">Step and value, in the order of the file; values may be NaN or infinite.</param>
internal sealed record RunCurve(string Name, string Label, IReadOnlyList<(double X, double Y)> Points)
{
    private static readonly (string Name, string Label, Func<MetricsRow, double> Value)[] _metrics =
    [
        ("d_loss", "Discriminator's loss", row => row.DiscriminatorLoss),
        ("g_loss", "Generator's loss", row => row.GeneratorLoss),
        ("d_real", "D(x), mean over real samples", row => row.RealScore),
        ("d_fake", "D(G(z)), mean over generated samples", row => row.FakeScore),
    ];

    /// <summary>Whether it is drawn over a logarithmic axis where it covers several powers of ten.</summary>
    public bool IsUnbounded { get; init; }

    /// <summary>The last value; NaN where there is none.</summary>
    public double Last => Points.Count > 0 ? Points[^1].Y : double.NaN;

    /// <summary>The mean of the last tenth of the values, of one at least; NaN where there is none, or one of them is not a number.</summary>
    public double LastTenthMean => Points.Count > 0 ? Points.Skip(Points.Count - (Points.Count + 9) / 10).Average(point => point.Y) : double.NaN;

    /// <summary>The curves of a run's <c>metrics.csv</c>.</summary>
    /// <param name="rows">Its lines.</param>
    /// <param name="statistics">Names of what each line has besides.</param>
    public static IReadOnlyList<RunCurve> OfMetrics(IReadOnlyList<MetricsRow> rows, params IReadOnlyList<string> statistics) =>
    [
        .. _metrics.Select(metric => new RunCurve(metric.Name, metric.Label, [.. rows.Select(row => ((double)row.Step, metric.Value(row)))])
        {
            IsUnbounded = metric.Name.EndsWith("_loss", StringComparison.Ordinal),
        }),
        .. statistics.Select((name, index) => new RunCurve(name, name.Replace('_', ' '), [.. rows.Select(row => ((double)row.Step, (double)row.Statistics[index]))]) { IsUnbounded = true }),
    ];

    /// <summary>The curves of a run's <c>figures.csv</c>.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static IReadOnlyList<RunCurve> OfFigures(string path) =>
        [.. FiguresCsv.Read(path).Select(column => new RunCurve($"figures.{column.Name}", column.Name.Replace('_', ' '), column.Points) { IsUnbounded = true })];
}
