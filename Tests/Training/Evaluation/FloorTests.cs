using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Evaluation.Metrics;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>The floors stand in the order that one knows without measuring, and are measured once.</summary>
[TestFixture]
public sealed class FloorTests
{
    private const int Count = 300;

    private readonly EvaluationImages _digits = new(BuiltInDigits.LoadTrain(), BuiltInDigits.LoadTest());
    private TemporaryFolder _folder = null!;
    private TrainedClassifier _classifier = null!;
    private FloorFigures _floors = null!;

    private static IEnumerable<string> Floors => FloorCatalog.Names.Where(name => name != "noise");

    private static IBackend Backend => BackendCases.Get("cpu");

    [OneTimeSetUp]
    public void MeasureOnce()
    {
        _folder = new TemporaryFolder();
        _classifier = TrainedClassifier.Train(ClassifierOptions.For(_digits.Train) with { BatchSize = 64 }, _digits, _folder.File("c.safetensors"), Backend, _ => { });
        _floors = FloorFigures.Measure(new RealImages(_digits, _classifier, Backend), Count, _ => { });
    }

    [OneTimeTearDown]
    public void DeleteFolder()
    {
        _classifier.Dispose();
        _folder.Dispose();
    }

    // k-means apart for the distance: 300 images say too little of 128 variances, and means of a few images are near to the mean of all.
    [TestCase("fcd", "distance", "one image", "mean image", "noise")]
    [TestCase("precision-recall", "recall", "k-means", "one image", "mean image", "noise")]
    public void TrainingImages_InFiguresThatAreNotFooled_AreTheBest(string metric, string figure, params string[] floors)
    {
        MetricFigure best = Figure("training images", metric, figure);

        foreach (string floor in floors)
        {
            Assert.That(best.IsBetter(best.Values[0], Figure(floor, metric, figure).Values[0]), $"{floor}: {Figure(floor, metric, figure).Values[0]}, training images: {best.Values[0]}");
        }
    }

    [TestCaseSource(nameof(Floors))]
    public void Noise_InEveryFigureThatClaimsQuality_IsNotBetterThan(string floor)
    {
        foreach (SetMetric metric in MetricCatalog.OfSets)
        {
            foreach (MetricFigure noise in _floors.Of("noise", metric.Name).Where(figure => figure.Goal != FigureGoal.None))
            {
                // One image, repeated, has the least score there is, 1: the score says so itself.
                if (metric is not ScoreMetric || floor is "training images" or "k-means")
                {
                    Assert.That(noise.IsBetter(noise.Values[0], Figure(floor, metric.Name, noise.Name).Values[0]), Is.False,
                        $"{noise.Name}: noise {noise.Values[0]}, {floor} {Figure(floor, metric.Name, noise.Name).Values[0]}");
                }

                Assert.That(noise.IsBetter(Figure("training images", metric.Name, noise.Name).Values[0], noise.Values[0]), $"{noise.Name} of training images");
            }
        }
    }

    [Test]
    public void Metric_ThatAFloorFools_SaysWhatToDoubt()
    {
        SetMetric[] fooled = [.. MetricCatalog.OfSets.Where(metric => FloorCatalog.Names.Any(floor => _floors.Of(floor, metric.Name)
            .Any(figure => figure.IsBetter(figure.Values[0], Figure("training images", metric.Name, figure.Name).Values[0]))))];

        Assert.That(fooled.Select(metric => metric.Name), Does.Contain("parzen"), "centres of clusters, as Theis et al. found");
        Assert.That(fooled.Select(metric => metric.Doubt), Is.All.Not.Null);
    }

    [Test]
    public void Store_SecondTime_ReadsWhatItWrote()
    {
        RealImages real = new(_digits, _classifier, Backend);
        FloorStore store = new(_classifier, _digits, 20);
        List<string> log = [];

        FloorFigures measured = store.Open(real, log.Add);
        Assert.That(log[0], Does.Contain("measured first, once"));
        log.Clear();
        FloorFigures kept = store.Open(real, log.Add);

        Assert.That(log, Is.Empty);
        foreach (string floor in FloorCatalog.Names)
        {
            foreach (SetMetric metric in MetricCatalog.OfSets)
            {
                Assert.That(kept.Of(floor, metric.Name).Select(figure => (figure.Name, figure.Unit, figure.Goal)), Is.EqualTo(measured.Of(floor, metric.Name).Select(figure => (figure.Name, figure.Unit, figure.Goal))));
                Assert.That(kept.Of(floor, metric.Name).SelectMany(figure => figure.Values), Is.EqualTo(measured.Of(floor, metric.Name).SelectMany(figure => figure.Values)));
            }
        }
    }

    [TestCase("\"samples\": 10", "\"samples\": 11")]
    [TestCase("\"parzen\"", "\"parson\"")]
    [TestCase("{", "")]
    public void Store_OfAFileOfSomethingElse_MeasuresAgain(string found, string replacement)
    {
        RealImages real = new(_digits, _classifier, Backend);
        FloorStore store = new(_classifier, _digits, 10);
        store.Open(real, _ => { });
        string text = File.ReadAllText(store.Path);
        Assert.That(text, Does.Contain(found));
        File.WriteAllText(store.Path, text.Replace(found, replacement, StringComparison.Ordinal));
        List<string> log = [];

        store.Open(real, log.Add);

        Assert.That(log, Has.Some.Contains("measured first, once"));
    }

    private MetricFigure Figure(string floor, string metric, string name) => _floors.Of(floor, metric).Single(figure => figure.Name == name);
}
