namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Classifier score: whether each sample is read clearly, and all together as many classes.</summary>
/// <remarks>
/// exp of the mean over the samples of KL(p(class | sample) ‖ p(class)), where p(class) is the mean of p(class | sample) over all samples: 10 where each
/// is surely of one class and the ten are even, 1 where all samples are read alike.
/// Source: Salimans et al., "Improved Techniques for Training GANs", NIPS 2016, §4, the inception score, in one split, with our classifier for Inception.
/// </remarks>
internal sealed class ScoreMetric : SetMetric
{
    /// <inheritdoc/>
    public override string Name => "score";

    /// <inheritdoc/>
    public override string Meaning => "classifier score, 1 to 10: is each sample read clearly, and all together as many classes";

    /// <inheritdoc/>
    public override string Doubt => "one image of each class, repeated, has the best score, noise can be above one image repeated, and no real image is looked at";

    /// <inheritdoc/>
    protected override bool MeasuresTestImages => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real) =>
        [new MetricFigure("score", FigureUnit.Number, Score(images.Readings), goal: FigureGoal.High)];

    private static double Score(ImageReadings readings)
    {
        double[] mean = new double[readings.Classes];
        for (int index = 0; index < readings.Probabilities.Length; index++)
        {
            mean[index % mean.Length] += (double)readings.Probabilities[index] / readings.Count;
        }

        double divergence = 0;
        for (int index = 0; index < readings.Probabilities.Length; index++)
        {
            double share = readings.Probabilities[index];
            divergence += share > 0 ? share * Math.Log(share / mean[index % mean.Length]) : 0;
        }

        return Math.Exp(divergence / readings.Count);
    }
}
