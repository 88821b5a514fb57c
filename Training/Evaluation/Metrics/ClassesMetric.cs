using NativeGan.Models.Classifiers;

namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Which classes a model makes, and how clearly: a histogram of what the classifier reads, its entropy, and the mean confidence.</summary>
/// <remarks>
/// Entropy is Σ p log₂ 1/p over the shares p of the ten classes: log₂ 10 = 3.32 bits, 2.30 nats, where all are equal, 0 where one is alone. A classifier
/// must call every image something, so a class counts as present from one sample on, and only the confidence tells blots from digits.
/// </remarks>
internal sealed class ClassesMetric : SetMetric
{
    /// <inheritdoc/>
    public override string Name => "classes";

    /// <inheritdoc/>
    public override string Meaning => "what the samples are read as";

    /// <inheritdoc/>
    public override string Doubt => "a classifier must call every blot something, and can be sure of it";

    /// <inheritdoc/>
    protected override bool MeasuresTestImages => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real)
    {
        double[] shares = Shares(images.Readings);
        return
        [
            new MetricFigure("classes present", FigureUnit.Count, shares.Count(static share => share > 0)),
            new MetricFigure("largest share", FigureUnit.Share, shares.Max()),
            new MetricFigure("smallest share", FigureUnit.Share, shares.Min()),
            new MetricFigure("entropy, bits", FigureUnit.Number, Entropy(shares)),
            new MetricFigure("entropy, nats", FigureUnit.Number, Entropy(shares) * Math.Log(2)),
            new MetricFigure("mean confidence", FigureUnit.Share, images.Readings.Average(static reading => reading.Confidence)),
            new MetricFigure("share of each class", FigureUnit.Share, shares, null),
        ];
    }

    private static double[] Shares(ImageReadings readings)
    {
        int[] counts = new int[ImageClassifier.Classes];
        foreach (Reading reading in readings)
        {
            counts[reading.Class]++;
        }

        return Array.ConvertAll(counts, count => (double)count / readings.Count);
    }

    private static double Entropy(double[] shares) => shares.Where(static share => share > 0).Sum(static share => share * Math.Log2(1 / share));
}
