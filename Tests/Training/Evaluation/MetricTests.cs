using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Evaluation.Metrics;
using NativeGan.Training.Options;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>Each metric on a model whose figures can be told beforehand.</summary>
public sealed class MetricTests
{
    // Classes 0 to 9 once each, and 9 twice more: 12 images.
    private static readonly byte[] _testClasses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9];

    private static IBackend Backend => BackendCases.Get("cpu");

    [Test]
    public void Agreement_OfAModelThatConfusesTwoClasses_IsEightOfTen()
    {
        // 3 is painted where 5 is asked for, and 5 where 3 is: the others agree.
        IReadOnlyList<MetricFigure> figures = Measure(new AgreementMetric(), [0, 1, 2, 5, 4, 3, 6, 7, 8, 9]);

        Assert.That(figures[0].Values, Is.EqualTo(new[] { 0.8 }));
        Assert.That(figures[0].Real, Is.EqualTo(new[] { 1.0 }), "the reader reads every real image as its label");
        Assert.That(figures[1].Values, Is.EqualTo(new[] { 1.0, 1, 1, 0, 1, 0, 1, 1, 1, 1 }));
    }

    [Test]
    public void Agreement_OfAModelWithoutClasses_IsNotMeasured()
    {
        Assert.That(new AgreementMetric().WhyNot(Context([4])), Does.Contain("no classes"));
        Assert.That(new AgreementMetric().WhyNot(Context([0, 1, 2])), Does.Contain("3 classes"));
        Assert.That(new AgreementMetric().WhyNot(Context([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])), Is.Null);
    }

    [Test]
    public void Reconstruction_OfAModelThatFlattensTheUpperClasses_KeepsFiveOfTwelve()
    {
        // Classes 0 to 4 come back as they are; 5 to 9 as 4.
        IReadOnlyList<MetricFigure> figures = Measure(new ReconstructionMetric(), [4]);

        Assert.That(figures[0].Values, Is.EqualTo(new[] { 5.0 / 12 }));
        Assert.That(figures[0].Real, Is.EqualTo(new[] { 1.0 }));
        Assert.That(figures[1].Values, Is.EqualTo(new[] { 12.0 }), "there are fewer images than samples were asked for");
    }

    [Test]
    public void Reconstruction_OfFewerThanThereAre_TakesTheFirst()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new ReconstructionMetric(), [4], count: 6);

        Assert.That(figures[0].Values, Is.EqualTo(new[] { 5.0 / 6 }));
        Assert.That(figures[1].Values, Is.EqualTo(new[] { 6.0 }));
    }

    [Test]
    public void Classes_OfACollapsedModel_AreOneWithoutEntropy()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new ClassesMetric(), [4]);

        Assert.That(Single(figures), Is.EqualTo(new[] { 1.0, 1, 0, 0, 0, 0.5 }), "present, largest, smallest, entropy twice, confidence");
        Assert.That(figures[^1].Values, Is.EqualTo(new[] { 0.0, 0, 0, 0, 1, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Classes_OfAModelWithTwo_HaveOneBit()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new ClassesMetric(), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);

        Assert.That(Single(figures), Is.EqualTo(new[] { 2.0, 0.5, 0, 1, Math.Log(2), 0.5 }));
        // Of the real ones 9/12 have entropy log2(12)/12 each, and 3/12 log2(4)·3/12.
        Assert.That(figures[3].Real![0], Is.EqualTo(9.0 / 12 * Math.Log2(12) + 3.0 / 12 * 2).Within(1e-12));
        Assert.That((figures[0].Real![0], figures[1].Real![0], figures[2].Real![0]), Is.EqualTo((10.0, 0.25, 1.0 / 12)));
    }

    [Test]
    public void Score_OfACollapsedModel_IsOne()
    {
        MetricFigure score = Measure(new ScoreMetric(), [4]).Single();

        Assert.That(score.Values[0], Is.EqualTo(1).Within(1e-6));

        // Of a model that makes two classes evenly p(class) is (0.5 + r)/2 twice and r eight times, with r = 0.5/9; KL = 0.5·log(0.5/p) + r·log(r/p).
        double rest = 0.5 / 9, p = (0.5 + rest) / 2;
        double expected = Math.Exp(0.5 * Math.Log(0.5 / p) + rest * Math.Log(rest / p));
        Assert.That(Measure(new ScoreMetric(), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]).Single().Values[0], Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Fcd_OfACollapsedModel_IsTheBiasAndTheVarianceOfTheRealImages()
    {
        MetricFigure distance = Measure(new FrechetMetric(), [4]).Single();

        // The test classes 0 to 9 and 9 twice more: mean 63/12 = 5.25, squared deviations 116.25 in all, divided by 11. The samples: 4, no variance.
        Assert.That(distance.Values[0], Is.EqualTo(1.25 * 1.25 + 116.25 / 11).Within(1e-9));
        Assert.That(distance.Goal, Is.EqualTo(FigureGoal.Low));
    }

    [Test]
    public void PrecisionAndRecall_OfACollapsedModel_AreOneAndOneOfTwelve()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new PrecisionRecallMetric(), [4]);

        // 4 lies in the ball of the test image 4; the balls of the samples have no radius, and one test image is a 4.
        Assert.That(Single(figures), Is.EqualTo(new[] { 1, 1.0 / 12 }));
    }

    [Test]
    public void DensityAndCoverage_OfACollapsedModel_AreHandWorked()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new DensityCoverageMetric(), [4]);

        // The fifth nearest other is 5 away from 0, 4 from 1, 3 from 2 to 6, 2 from 7 and 8, and 3 from each 9: 4 lies in the balls of 0 to 6.
        Assert.That(Single(figures), Is.EqualTo(new[] { 7.0 / 5, 7.0 / 12 }));
    }

    [Test]
    public void Nearest_OfATrainingImage_IsACopy()
    {
        IReadOnlyList<MetricFigure> copied = Measure(new NearestMetric(), [3]), other = Measure(new NearestMetric(), [5]);

        Assert.That(Single(copied), Is.EqualTo(new[] { 0.0, 0 }));
        Assert.That(Single(other), Is.EqualTo(new[] { 2 * PaintedImages.Step / 255.0, 2 * PaintedImages.Step / 255.0 }).Within(1e-6), "5 is two steps from 3");
    }

    [Test]
    public void Catalog_Names_AreDifferent() => Assert.That(MetricCatalog.All.Select(metric => metric.Name), Is.Unique);

    [Test]
    public void Samples_BeyondABatch_GoOnWithTheNextClass()
    {
        // 300 samples are more than two batches of 128, and 128 is no multiple of 10.
        int[] read = [.. Context([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], count: 300).Samples.Readings.Select(reading => reading.Class)];

        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 300).Select(sample => sample % 10)));
    }

    [TestCase(DatasetKind.Normal, "numbers")]
    [TestCase(DatasetKind.NormalGrid, "points")]
    public void EnsureImages_OfPoints_IsOneLine(DatasetKind kind, string unit)
    {
        InputException exception = Assert.Throws<InputException>(() => EvaluationImages.EnsureImages(new TrainingOptions { Preset = "dots", Dataset = kind }))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(exception.Message, Does.Contain("'dots'").And.Contain("images is expected").And.Contain(unit));
    }

    [TestCase(DatasetKind.Mnist)]
    [TestCase(DatasetKind.FashionMnist)]
    [TestCase(DatasetKind.BuiltInDigits)]
    public void EnsureImages_OfImages_LetsThemPass(DatasetKind kind) =>
        Assert.DoesNotThrow(() => EvaluationImages.EnsureImages(new TrainingOptions { Preset = "x", Dataset = kind }));

    private static double[] Single(IReadOnlyList<MetricFigure> figures) => [.. figures.Where(figure => figure.Values.Count == 1).Select(figure => figure.Values[0])];

    private IReadOnlyList<MetricFigure> Measure(IMetric metric, int[] painted, int count = 100) => metric.Measure(Context(painted, count));

    private EvaluationContext Context(int[] painted, int count = 100) => new(
        PaintedImages.Generator(new PaintedImages.Model(painted, Backend), Backend),
        new RealImages(new EvaluationImages(PaintedImages.Of([0, 1, 2, 3]), PaintedImages.Of(_testClasses)), new PaintedImages.Reader(), Backend),
        count,
        seed: 1);
}
