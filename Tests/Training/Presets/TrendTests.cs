using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Samples;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Presets;

/// <summary>The verdict on a quick run says what eyes would: made-up generators whose faults are known fail it.</summary>
public sealed class TrendTests
{
    private static readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

    private static IEnumerable<string> OfImages => PresetCatalog.All.Where(preset => TrainingDataCatalog.FindDistribution(preset.Options.Dataset) is null).Select(preset => preset.Name);

    private static IEnumerable<string> OfClasses => OfImages.Where(name => ClassesOf(name) > 0);

    [TestCaseSource(nameof(OfImages))]
    public void Verdict_TrainingImagesThemselves_AreSeenInEveryFigure(string name)
    {
        Trend trend = PresetCatalog.Find(name).Trend;

        SampleReport last = Report(name, sample => _digits.Image(ImageOfClass(sample % 10, sample / 10)).ToArray());

        Assert.That(Unshown(trend, name, last), Is.Empty);
    }

    [TestCaseSource(nameof(OfImages))]
    public void Verdict_OneImageAgainAndAgain_IsNoSuccess(string name) => FailsOn(name, _ => _digits.Image(7).ToArray());

    [TestCaseSource(nameof(OfImages))]
    public void Verdict_TheAverageImageAgainAndAgain_IsNoSuccess(string name)
    {
        byte[] average = [.. _digits.SampleMean().Select(shade => (byte)Math.Round(255 * shade))];

        FailsOn(name, _ => average);
    }

    [TestCaseSource(nameof(OfImages))]
    public void Verdict_AFewImagesInTurns_AreNoSuccess(string name) => FailsOn(name, sample => _digits.Image(ImageOfClass(sample % 5, 0)).ToArray());

    [TestCaseSource(nameof(OfImages))]
    public void Verdict_NoiseAboutTheAverageImage_IsNoSuccess(string name)
    {
        (double[] mean, double[] variance) = _digits.Moments();
        double[] noise = TestNumbers.Uniform(mean.Length * 500, -Math.Sqrt(3), Math.Sqrt(3), stream: 5);

        FailsOn(name, sample => [.. mean.Select((shade, pixel) => (byte)Math.Clamp(255 * (shade + Math.Sqrt(variance[pixel]) * noise[sample * mean.Length + pixel]), 0, 255))]);
    }

    [TestCaseSource(nameof(OfClasses))]
    public void Verdict_GoodDigitsOfAnyClassButTheOneAskedFor_AreNoSuccess(string name)
    {
        // Another class in each round of ten, so that one sample in ten is right by chance.
        SampleReport last = Report(name, sample => _digits.Image(ImageOfClass((sample + sample / 10) % 10, sample / 10)).ToArray());

        Assert.That(PresetCatalog.Find(name).Trend.IsShown(Untrained(name), last), Is.False);
        Assert.That(Unshown(PresetCatalog.Find(name).Trend, name, last), Is.All.EqualTo("agreement"));
    }

    [Test]
    public void Verdict_TooShortARun_SaysSoAndWhatTheFullRunShows()
    {
        Trend trend = new("a shape", TrendFigure.Falls("mean_distance", 0.35, 0.2)) { IsTooShort = true, FullRun = new Trend("digits", TrendFigure.Reaches("spacing", 0.4)) };
        SampleReport last = Report("s1", _ => [.. _digits.SampleMean().Select(shade => (byte)Math.Round(255 * shade))]);

        string[] lines = [.. trend.Verdict(Untrained("s1"), last)];

        Assert.That(lines[0], Does.Match(@"^mean_distance 0\.\d+ -> 0\.\d+: as the preset says \(falls from 0\.35 or more to 0\.2 or less\)$"));
        Assert.That(lines[1], Does.Match(@"^spacing \S+ -> 0: not yet as in the full run \(ends at 0\.4 or more\)$"));
        Assert.That(lines[2], Is.EqualTo("too short for a verdict: a shape, which a generator that collapsed may show too; only the full run shows digits"));
    }

    [TestCaseSource(typeof(PresetTests), nameof(PresetTests.Names))]
    public void Figures_OfEveryTrend_AreMeasured(string name)
    {
        Trend trend = PresetCatalog.Find(name).Trend;
        TrainingOptions options = PresetCatalog.Find(name).Options;
        ISampleView view = TrainingDataCatalog.FindDistribution(options.Dataset) is { } distribution
            ? SampleViewCatalog.For(distribution, PixelScaling.ZeroToOne)
            : SampleViewCatalog.For(_digits, PixelScaling.ZeroToOne, classes: ClassesOf(name));

        Assert.That(trend.Figures.Concat(trend.FullRun?.Figures ?? []).Select(figure => figure.Figure).Distinct(), Is.SubsetOf(view.Figures));
    }

    [TestCase(0.6, 0.05, true)]
    [TestCase(0.4, 0.05, false)]
    [TestCase(0.6, 0.2, false)]
    public void Falls_Holds_WhenBothEndsAreOnTheirSides(double first, double last, bool isShown) =>
        Assert.That(TrendFigure.Falls("mean", 0.5, 0.1).IsShown(Number(first), Number(last)), Is.EqualTo(isShown));

    [TestCase(0, 4, true)]
    [TestCase(0, 2, false)]
    [TestCase(2, 4, false)]
    public void Rises_Holds_WhenBothEndsAreOnTheirSides(double first, double last, bool isShown) =>
        Assert.That(TrendFigure.Rises("mean", 1, 3).IsShown(Number(first), Number(last)), Is.EqualTo(isShown));

    [TestCase(9, 3, true)]
    [TestCase(9, 2, false)]
    public void Reaches_Holds_WhereverItBegan(double first, double last, bool isShown) =>
        Assert.That(TrendFigure.Reaches("mean", 3).IsShown(Number(first), Number(last)), Is.EqualTo(isShown));

    [Test]
    public void IsShown_OfAFigureThatIsNotThere_IsFalse() => Assert.That(TrendFigure.Reaches("modes", 0).IsShown(Number(0), Number(5)), Is.False);

    // A quick run that is too short for a verdict says that it is; any other must not hold.
    private static void FailsOn(string name, Func<int, byte[]> image)
    {
        Trend trend = PresetCatalog.Find(name).Trend;
        SampleReport first = Untrained(name), last = Report(name, image);

        Assert.That(trend.Verdict(first, last).Last(), Does.StartWith("NOT seen").Or.StartsWith("too short for a verdict"));
        Assert.That(trend.IsTooShort ? trend.FullRun!.IsShown(first, last) : trend.IsShown(first, last), Is.False);
    }

    private static IEnumerable<string> Unshown(Trend trend, string name, SampleReport last) => trend.Figures.Concat(trend.FullRun?.Figures ?? [])
        .Where(figure => !figure.IsShown(Untrained(name), last))
        .Select(figure => figure.Figure);

    private static SampleReport Untrained(string name)
    {
        TrainingOptions options = PresetCatalog.Find(name).Options;
        using TrainingSession session = new(options, BackendCases.Get("cpu"), _digits);
        return session.ReportSamples(0);
    }

    private static SampleReport Report(string name, Func<int, byte[]> image)
    {
        ISampleView view = SampleViewCatalog.For(_digits, PixelScaling.ZeroToOne, classes: ClassesOf(name));
        return new SampleReport(1, view, [.. Enumerable.Range(0, view.Count).SelectMany(sample => image(sample)).Select(pixel => pixel / 255f)]);
    }

    private static int ClassesOf(string name)
    {
        TrainingOptions options = PresetCatalog.Find(name).Options with { GeneratorHidden = 2, DiscriminatorHidden = 2, BatchSize = 2 };
        using GanModel model = ModelFactory.Create(options, _digits.ImageSize, BackendCases.Get("cpu"), _digits.SampleMean);
        return model.Classes;
    }

    private static int ImageOfClass(int digit, int number) =>
        Enumerable.Range(0, _digits.Count).Where(image => _digits.Labels![image] == digit).ElementAt(number % BuiltInDigits.TrainPerClass);

    private static SampleReport Number(double mean) => new(0, new NormalView(NormalData.Source2), [(float)mean, (float)mean]);
}
