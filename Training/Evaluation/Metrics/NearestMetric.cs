namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Whether a model copies: how far its samples are from the nearest training image.</summary>
/// <remarks>
/// Euclidean distance of the shades, over the first 1,000 samples; <c>nearest.png</c> in the run folder shows pairs. A copy has distance 0; test
/// images say how near to a training image something new is. Source: Goodfellow et al. 2014, figure 2, shows nearest training images for the same reason.
/// </remarks>
internal sealed class NearestMetric : SetMetric
{
    /// <inheritdoc/>
    public override string Name => "nearest";

    /// <inheritdoc/>
    public override string Meaning => "distance of the first samples, 1,000 at most, to the nearest of all training images, 0 for a copy; pairs are in nearest.png";

    /// <inheritdoc/>
    public override string Doubt => "pixels only: a copy shifted by one pixel looks new, and smooth images are nearer than sharp ones";

    /// <inheritdoc/>
    protected override bool MeasuresTestImages => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real)
    {
        double[] distances = [.. images.Nearest(real).Distances.Order()];
        return
        [
            new MetricFigure("median", FigureUnit.Number, distances[distances.Length / 2]),
            new MetricFigure("least", FigureUnit.Number, distances[0]),
        ];
    }
}
