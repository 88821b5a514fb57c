using System.Xml.Linq;
using BigGustave;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Pictures;
using NativeGan.Training.Samples;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Samples;

/// <summary>What is measured of samples, on samples whose figures are known.</summary>
public sealed class SampleViewTests
{
    [Test]
    public void NormalView_Measure_IsMeanAndDeviationOfTheSamples()
    {
        double[] figures = new NormalView(NormalData.Source2).Measure([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.That(figures, Is.EqualTo(new[] { 5.0, 2.0 }).Within(1e-12));
    }

    [Test]
    public void GridView_SamplesAtTheCentres_CoverEveryMode()
    {
        GridView view = new(NormalGridData.Instance);
        float[] samples = [.. Enumerable.Range(0, view.Count).SelectMany(i => At(i % 25))];

        Assert.That(view.Measure(samples), Is.EqualTo(new[] { 25.0, 1.0, 100.0 }));
    }

    [Test]
    public void GridView_TwentySamplesOrNineteen_DecideWhetherAModeCounts()
    {
        GridView view = new(NormalGridData.Instance);

        // 20 near the first centre, 19 near the second, one just outside of it.
        double outside = 3.01 * NormalGridData.Instance.Deviation;
        float[] samples =
        [
            .. Enumerable.Range(0, 20).SelectMany(_ => At(0)),
            .. Enumerable.Range(0, 19).SelectMany(_ => At(1)),
            .. At(1, outside),
        ];

        double[] figures = view.Measure(samples);

        Assert.That(figures[0], Is.EqualTo(1));
        Assert.That(figures[1], Is.EqualTo(39 / 40.0));
    }

    [TestCase(DatasetKind.Normal)]
    [TestCase(DatasetKind.NormalGrid)]
    public void Save_Plot_NamesTheStep(DatasetKind kind)
    {
        using TemporaryFolder folder = new();
        ISampleView view = SampleViewCatalog.For(TrainingDataCatalog.FindDistribution(kind)!, PixelScaling.ZeroToOne);

        view.Save(folder.File("plot"), 1234, new float[2 * view.Count]);

        XElement svg = XDocument.Load(folder.File("plot.svg")).Root!;
        Assert.That((string?)svg.Element(svg.Name.Namespace + "desc"), Does.Contain("after step 1234"));
        Assert.That(svg.Elements(svg.Name.Namespace + "text").Select(text => text.Value), Has.Some.StartsWith("step 1234"));
    }

    [TestCase(DatasetKind.Normal)]
    [TestCase(DatasetKind.NormalGrid)]
    public void Save_PlotOfARun_NamesPresetSeedAndNoise(DatasetKind kind)
    {
        using TemporaryFolder folder = new();
        SampleOrigin run = new("s2", 7);
        ITrainingData data = TrainingDataCatalog.FindDistribution(kind)!;

        SampleViewCatalog.For(data, PixelScaling.ZeroToOne, run).Save(folder.File("shared"), 5, new float[200]);
        SampleViewCatalog.For(data, PixelScaling.ZeroToOne, run with { NoiseSeed = 9 }).Save(folder.File("own"), 5, new float[200]);

        Assert.That(TextOf("shared.svg"), Does.Match("step 5 of s2, seed 7; .*the same noise as in every picture of this run"));
        Assert.That(TextOf("own.svg"), Does.Match("step 5 of s2, seed 7; .*noise of seed 9").And.Not.Contain("every picture"));

        string TextOf(string file) => string.Join(' ', XDocument.Load(folder.File(file)).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
    }

    [TestCase(0, 6)]
    [TestCase(10, 10)]
    public void ImageView_OfAModelWithClasses_HasAColumnForEach(int classes, int columns)
    {
        using TemporaryFolder folder = new();
        ISampleView view = SampleViewCatalog.For(SmallRun.Images(rows: 28, columns: 28), PixelScaling.ZeroToOne, origin: null, classes);

        view.Save(folder.File("grid"), 5, new float[view.Count * 28 * 28]);

        Assert.That(view.Count, Is.AtLeast(6 * columns), "all that is shown is measured");
        Assert.That(Png.Open(folder.File("grid.png")).Width, Is.EqualTo(new SampleGrid { Rows = 6, Columns = columns }.Width));
    }

    [Test]
    public void ImageView_PictureOfARun_CarriesPresetStepAndSeed()
    {
        using TemporaryFolder folder = new();
        ImageDataset images = SmallRun.Images(rows: 28, columns: 28);

        SampleViewCatalog.For(images, PixelScaling.ZeroToOne, new SampleOrigin("s4", 7)).Save(folder.File("grid"), 500, new float[36 * 28 * 28]);

        Assert.That(PngTexts.Of(File.ReadAllBytes(folder.File("grid.png"))), Is.EqualTo(new Dictionary<string, string>
        {
            ["Description"] = "36 generated images after step 500 of s4, seed 7",
            ["Preset"] = "s4",
            ["Step"] = "500",
            ["Seed"] = "7",
        }));
    }

    [Test]
    public void SampleViewCatalog_EveryKindOfData_HasAView()
    {
        IEnumerable<ITrainingData> kinds = Enum.GetValues<DatasetKind>().Select(kind => TrainingDataCatalog.FindDistribution(kind) ?? SmallRun.Images());

        foreach (ITrainingData data in kinds)
        {
            Assert.That(SampleViewCatalog.For(data, PixelScaling.ZeroToOne).Figures, Is.Not.Empty, data.Name);
        }
    }

    [Test]
    public void ImageView_TheTrainingImagesThemselves_AreAtDistanceZeroAndAsDifferent()
    {
        ImageDataset images = SmallRun.Images(count: 4, rows: 2, columns: 3);
        ImageView view = new(images, PixelScaling.ZeroToOne);
        float[] same = [.. images.Pixels.Select(pixel => pixel / 255f)], lighter = [.. same.Select(shade => shade + 0.25f)];

        Assert.That(view.Measure(same)[..3], Is.EqualTo(new[] { 0.0, 1.0, 1.0 }).Within(1e-6));
        Assert.That(view.Measure(lighter)[..3], Is.EqualTo(new[] { 0.25, 1.0, 1.0 }).Within(1e-5));
    }

    [Test]
    public void ImageView_OneImageAgainAndAgain_HasNoVariance()
    {
        ImageDataset images = SmallRun.Images(count: 4, rows: 2, columns: 3);
        float[] once = [.. images.Image(0).ToArray().Select(pixel => pixel / 255f)];

        Assert.That(new ImageView(images, PixelScaling.ZeroToOne).Measure([.. once, .. once, .. once])[1], Is.EqualTo(0).Within(1e-12));
    }

    private static float[] At(int centre, double distance = 0) =>
        [(float)(NormalGridData.Instance.Centres[centre].X + distance), (float)NormalGridData.Instance.Centres[centre].Y];
}
