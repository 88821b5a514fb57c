namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>The metrics of <c>nativegan eval</c>: a line here is all that a new one needs.</summary>
internal static class MetricCatalog
{
    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        new AgreementMetric(),
        new ReconstructionMetric(),
        new ClassesMetric(),
        new ScoreMetric(),
        new FrechetMetric(),
        new PrecisionRecallMetric(),
        new DensityCoverageMetric(),
        new ParzenMetric(),
        new NearestMetric(),
    ];

    /// <summary>Those that floors have figures of.</summary>
    public static IEnumerable<SetMetric> OfSets => All.OfType<SetMetric>();
}
