namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Improved precision and recall: the share of samples that lie among the test images, and of test images that lie among the samples.</summary>
/// <remarks>
/// A set is taken for the union of closed balls, one around the features of each of its images, that reach to the third nearest other image of the set.
/// Precision: samples in a ball of the test images. Recall: test images in a ball of the samples.
/// Source: Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", NeurIPS 2019, equations 1 and 2, k = 3.
/// </remarks>
internal sealed class PrecisionRecallMetric : SetMetric
{
    private const int Neighbour = 3;

    /// <inheritdoc/>
    public override string Name => "precision-recall";

    /// <inheritdoc/>
    public override string Meaning => "samples that lie among the test images, and test images that lie among the samples, by balls to the third neighbour";

    /// <inheritdoc/>
    public override string Doubt => "one good image, repeated, has full precision; an outlier has a large ball, and scattered samples with large balls have recall";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real)
    {
        FeatureDistances distances = real.Distances;
        (_, int[] realBalls) = distances.Count(real.Test.Readings, real.Test.SquaredRadii(Neighbour, distances), images.Readings);
        (_, int[] sampleBalls) = distances.Count(images.Readings, images.SquaredRadii(Neighbour, distances), real.Test.Readings);
        return
        [
            new MetricFigure("precision", FigureUnit.Share, ShareInABall(realBalls), goal: FigureGoal.High),
            new MetricFigure("recall", FigureUnit.Share, ShareInABall(sampleBalls), goal: FigureGoal.High),
        ];
    }

    private static double ShareInABall(int[] balls) => (double)balls.Count(static count => count > 0) / balls.Length;
}
