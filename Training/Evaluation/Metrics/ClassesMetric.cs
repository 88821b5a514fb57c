using NativeGan.Models.Classifiers;

namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Which classes a model makes, and how clearly: a histogram of what the classifier reads, its entropy, and the mean confidence.</summary>
/// <remarks>
/// Entropy is Σ p log₂ 1/p over the shares p of the ten classes: log₂ 10 = 3.32 bits where all are equal, 0 where one is alone. A classifier
/// must call every image something, so a class counts as present from one sample on, and only the confidence tells blots from digits.
/// </remarks>
internal sealed class ClassesMetric : IMetric
{
    /// <inheritdoc/>
    public string Name => "classes";

    /// <inheritdoc/>
    public string Meaning => "what the samples are read as; real images: all test images";

    /// <inheritdoc/>
    public string? WhyNot(EvaluationContext context) => null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricFigure> Measure(EvaluationContext context)
    {
        IReadOnlyList<Reading> made = context.SampleReadings, real = context.TestReadings;
        double[] shares = Shares(made), realShares = Shares(real);
        return
        [
            new MetricFigure("classes present", FigureUnit.Count, shares.Count(static share => share > 0), realShares.Count(static share => share > 0)),
            new MetricFigure("largest share", FigureUnit.Share, shares.Max(), realShares.Max()),
            new MetricFigure("smallest share", FigureUnit.Share, shares.Min(), realShares.Min()),
            new MetricFigure("entropy, bits", FigureUnit.Number, Entropy(shares), Entropy(realShares)),
            new MetricFigure("mean confidence", FigureUnit.Share, made.Average(static reading => reading.Confidence), real.Average(static reading => reading.Confidence)),
            new MetricFigure("share of each class", FigureUnit.Share, shares, realShares),
        ];
    }

    private static double[] Shares(IReadOnlyList<Reading> readings)
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
