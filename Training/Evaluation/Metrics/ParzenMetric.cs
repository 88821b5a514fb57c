namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Parzen log-likelihood: how probable the test images are under a normal distribution around each sample.</summary>
/// <remarks>
/// log p(x) = log (1/n) Σ N(x; sample, σ²I) in nats, x in [0, 1]; mean over all test images ± the standard error of that mean. σ is the best of ten, spaced
/// evenly in their logarithms from 0.1 to 1, for the last training images (10,000 of 60,000).
/// Source: Goodfellow et al. 2014, §5 and table 1 (225 ± 2 on MNIST with 10,000 samples), and the authors' <c>parzen_ll.py</c>. Doubt: Theis, van den
/// Oord &amp; Bethge, "A note on the evaluation of generative models", ICLR 2016, §3.4.
/// </remarks>
internal sealed class ParzenMetric : SetMetric
{
    private const int Candidates = 10;

    /// <inheritdoc/>
    public override string Name => "parzen";

    /// <inheritdoc/>
    public override string Meaning => "log-likelihood of the test images in nats, under a normal distribution around each sample";

    /// <inheritdoc/>
    public override string Doubt => "centres of clusters, which nobody drew, come out above real images; the paper itself trusts it little";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real)
    {
        ParzenWindow window = new(images.Shades, real.Backend);
        double[] sigmas = [.. Enumerable.Range(0, Candidates).Select(static candidate => Math.Pow(10, -1 + candidate / (Candidates - 1.0)))];
        double[] means = [.. window.LogLikelihoods(real.ValidationShades, sigmas).Select(static likelihoods => likelihoods.Average())];
        double sigma = sigmas[Array.IndexOf(means, means.Max())];
        double[] test = window.LogLikelihoods(real.Test.Shades, [sigma])[0];
        double mean = test.Average();
        double error = Math.Sqrt(test.Average(likelihood => (likelihood - mean) * (likelihood - mean)) / test.Length);
        return
        [
            new MetricFigure("log-likelihood", FigureUnit.Number, mean, goal: FigureGoal.High),
            new MetricFigure("standard error", FigureUnit.Number, error),
            new MetricFigure("sigma", FigureUnit.Number, sigma),
        ];
    }
}
