namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Fréchet classifier distance (FCD): how far the samples' features lie from those of the test images, both taken for normal distributions.</summary>
/// <remarks>
/// FCD = |μ − μ′|² + tr(Σ + Σ′ − 2(ΣΣ′)^½) over the 128 features of <see cref="NativeGan.Models.Classifiers.ImageClassifier"/>, means and covariances in double
/// precision, covariances divided by n − 1. It falls a little as the number of samples grows, so only equal numbers compare.
/// Source: Heusel et al., "GANs Trained by a Two Time-Scale Update Rule", NIPS 2017, equation 6, where the features are those of Inception.
/// </remarks>
internal sealed class FrechetMetric : SetMetric
{
    /// <inheritdoc/>
    public override string Name => "fcd";

    /// <inheritdoc/>
    public override string Meaning => "Fréchet classifier distance: between the features of the samples and those of the test images";

    /// <inheritdoc/>
    public override string Doubt => "it sees means and covariances only, and another classifier gives another scale";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real) =>
        [new MetricFigure("distance", FigureUnit.Number, images.Moments.SquaredDistance(real.Test.Moments), goal: FigureGoal.Low)];
}
