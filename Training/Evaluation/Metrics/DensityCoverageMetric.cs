namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Density and coverage: how thickly samples lie among the test images, and the share of test images that have a sample near them.</summary>
/// <remarks>
/// Around the features of each test image a closed ball reaches to its fifth nearest other. Density: balls around a sample, mean over the samples,
/// divided by 5. Coverage: balls with a sample in them. Density is about 1 for real images, and may be above it.
/// Source: Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", ICML 2020, equations 3 and 4, k = 5.
/// </remarks>
internal sealed class DensityCoverageMetric : SetMetric
{
    private const int Neighbour = 5;

    /// <inheritdoc/>
    public override string Name => "density-coverage";

    /// <inheritdoc/>
    public override string Meaning => "how thickly samples lie among the test images (1: as real ones), and test images with a sample near them, by balls to the fifth neighbour";

    /// <inheritdoc/>
    public override string Doubt => "one typical image, repeated, and centres of clusters have a density above that of real images";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real)
    {
        FeatureDistances distances = real.Distances;
        (int[] samples, int[] balls) = distances.Count(real.Test.Readings, real.Test.SquaredRadii(Neighbour, distances), images.Readings);
        return
        [
            new MetricFigure("density", FigureUnit.Number, (double)balls.Sum(static count => (long)count) / ((long)Neighbour * balls.Length), goal: FigureGoal.High),
            new MetricFigure("coverage", FigureUnit.Share, (double)samples.Count(static count => count > 0) / samples.Length, goal: FigureGoal.High),
        ];
    }
}
