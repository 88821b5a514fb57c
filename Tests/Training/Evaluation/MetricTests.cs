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

        Assert.That(Single(figures), Is.EqualTo(new[] { 1.0, 1, 0, 0, 0.5 }), "present, largest, smallest, entropy, confidence");
        Assert.That(figures[^1].Values, Is.EqualTo(new[] { 0.0, 0, 0, 0, 1, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Classes_OfAModelWithTwo_HaveOneBit()
    {
        IReadOnlyList<MetricFigure> figures = Measure(new ClassesMetric(), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);

        Assert.That(Single(figures), Is.EqualTo(new[] { 2.0, 0.5, 0, 1, 0.5 }));
        // Of the real ones 9/12 have entropy log2(12)/12 each, and 3/12 log2(4)·3/12.
        Assert.That(figures[3].Real![0], Is.EqualTo(9.0 / 12 * Math.Log2(12) + 3.0 / 12 * 2).Within(1e-12));
        Assert.That((figures[0].Real![0], figures[1].Real![0], figures[2].Real![0]), Is.EqualTo((10.0, 0.25, 1.0 / 12)));
    }

    [Test]
    public void Catalog_Names_AreDifferent() => Assert.That(MetricCatalog.All.Select(metric => metric.Name), Is.Unique);

    [Test]
    public void Samples_BeyondABatch_GoOnWithTheNextClass()
    {
        // 300 samples are more than two batches of 128, and 128 is no multiple of 10.
        int[] read = [.. Context([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], count: 300).SampleReadings.Select(reading => reading.Class)];

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
        new PaintedImages.Reader(),
        new EvaluationImages(PaintedImages.Of(0), PaintedImages.Of(_testClasses)),
        count,
        seed: 1);
}
