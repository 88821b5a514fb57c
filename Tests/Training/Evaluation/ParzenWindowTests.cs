using NativeGan.Models;
using NativeGan.Tests.Support;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>The density around one sample and around two, worked out by hand.</summary>
public sealed class ParzenWindowTests
{
    private const double Sigma = 0.2;

    private static readonly double _peak = -MnistImages.Pixels / 2.0 * Math.Log(2 * Math.PI * Sigma * Sigma);

    [Test]
    public void LogLikelihoods_AtAndBesideASample_AreTheNormalDistributions()
    {
        // Two pixels differ by 0.3 and 0.4: the distance is 0.5, and 0.25/(2·0.04) = 3.125 nats.
        float[] sample = Gray(0.5f), beside = Gray(0.5f);
        (beside[3], beside[700]) = (0.8f, 0.1f);

        double[] found = new ParzenWindow(sample, BackendCases.Get("cpu")).LogLikelihoods([.. sample, .. beside], [Sigma])[0];

        Assert.That(found, Is.EqualTo(new[] { _peak, _peak - 3.125 }).Within(2e-3)); // squares of 196 in single precision, 1e-5 off, over 0.08
    }

    [Test]
    public void LogLikelihoods_OfASampleAmongFarOnes_LosesTheLogarithmOfTheirNumber()
    {
        float[] sample = Gray(0), far = Gray(1);

        double[] found = new ParzenWindow([.. far, .. sample, .. far, .. far], BackendCases.Get("cpu")).LogLikelihoods(sample, [Sigma])[0];

        Assert.That(found[0], Is.EqualTo(_peak - Math.Log(4)).Within(1e-4));
    }

    [Test]
    public void LogLikelihoods_OfABestAmongManyDeviations_AreEachAsAlone()
    {
        ParzenWindow window = new([.. Gray(0.2f), .. Gray(0.3f)], BackendCases.Get("cpu"));
        float[] images = [.. Enumerable.Range(0, 130).SelectMany(image => Gray(image / 130f))];

        double[][] together = window.LogLikelihoods(images, [0.1, 0.5]);

        Assert.That(together[0], Is.EqualTo(window.LogLikelihoods(images, [0.1])[0]));
        Assert.That(together[1], Is.EqualTo(window.LogLikelihoods(images, [0.5])[0]));
        Assert.That(together[1], Has.Length.EqualTo(130));
    }

    private static float[] Gray(float shade) => [.. Enumerable.Repeat(shade, MnistImages.Pixels)];
}
