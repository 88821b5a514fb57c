using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

/// <summary>Data that is drawn from a formula: its distribution, and that a resumed run goes on with it.</summary>
public sealed class DistributionTests
{
    [Test]
    public void NormalData_ManyNumbers_HaveTheSourcesMeanAndDeviation()
    {
        double[] drawn = Draw("s2", 400, out _);

        // 40,000 numbers: the standard errors are 0.006 and 0.0044.
        double mean = drawn.Average(), deviation = Math.Sqrt(drawn.Average(number => (number - mean) * (number - mean)));
        Assert.That(mean, Is.EqualTo(4).Within(0.03));
        Assert.That(deviation, Is.EqualTo(1.25).Within(0.02));
    }

    [Test]
    public void NormalGridData_ManyPoints_AreSpreadEvenlyOverTheCentres()
    {
        double[] drawn = Draw("wgan-gp-grid", 100, out _);

        NormalGridData data = NormalGridData.Instance;
        int[] near = new int[data.Centres.Count];
        for (int i = 0; i < drawn.Length; i += 2)
        {
            int nearest = Enumerable.Range(0, near.Length).MinBy(c => Distance(data.Centres[c], drawn[i], drawn[i + 1]));
            near[nearest]++;
        }

        // 25,600 points: 1,024 for each centre, with a standard deviation of 31.
        Assert.That(near, Is.All.InRange(1024 - 160, 1024 + 160));
    }

    [TestCase("s2")]
    [TestCase("wgan-gp-grid")]
    public void Seek_ToABatch_GoesOnAsIfAllBeforeHadBeenDrawn(string preset)
    {
        double[] all = Draw(preset, 12, out int batch);

        Assert.That(Draw(preset, 5, out _, seek: 7), Is.EqualTo(all[(7 * batch)..]));
    }

    [Test]
    public void Statistics_OfABatch_AreItsMeanAndDeviation()
    {
        IBackend backend = BackendCases.Get("cpu");
        using TensorScope scope = new();
        Tensor real = Tensor.FromArray(backend, [2f, 4, 4, 4, 5, 5, 7, 9], new Shape(8, 1)), fake = Tensor.FromArray(backend, [1f, 1, 3, 3, 1, 1, 3, 3], new Shape(8, 1));

        Assert.That(
            NormalData.Source2.Statistics.Select(statistic => (statistic.Name, statistic.Of(real, fake).DoubleItem())),
            Is.EqualTo(new[] { ("real_mean", 5.0), ("real_deviation", 2.0), ("fake_mean", 2.0), ("fake_deviation", 1.0) }));
    }

    [Test]
    public void Session_AModelOfImagesOnPoints_IsRefused()
    {
        TrainingOptions options = PresetCatalog.Find("s2").Options with { Model = "conditional", GeneratorLayers = "", DiscriminatorLayers = "", Packing = 1 };

        InputException exception = Assert.Throws<InputException>(() => new TrainingSession(options, BackendCases.Get("cpu"), NormalData.Source2))!;

        Assert.That(exception.Message, Does.Contain("has no labels"));
    }

    [Test]
    public void Session_PackingForAModelThatJudgesSingleSamples_IsRefused()
    {
        TrainingOptions options = PresetCatalog.Find("cgan").Options with { Packing = 2 };

        InputException exception = Assert.Throws<InputException>(() => ModelFactory.Create(options, 784, BackendCases.Get("cpu")))!;

        Assert.That(exception.Message, Does.Contain("judges 1 at once"));
        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
    }

    private static double Distance((double X, double Y) centre, double x, double y) => Math.Pow(centre.X - x, 2) + Math.Pow(centre.Y - y, 2);

    private static double[] Draw(string preset, int batches, out int numbers, ulong seek = 0)
    {
        TrainingOptions options = PresetCatalog.Find(preset).Options;
        IBackend backend = BackendCases.Get("cpu");
        ITrainingData data = TrainingDataCatalog.FindDistribution(options.Dataset)!;
        using IBatchSource source = data.CreateBatches(new BatchOptions { BatchSize = options.BatchSize, Seed = options.Seed }, backend);
        source.Seek(seek);
        List<double> drawn = [];
        for (int batch = 0; batch < batches; batch++)
        {
            using TensorScope scope = new();
            source.Prepare();
            drawn.AddRange(source.Next().Samples.ToDoubleArray());
        }

        numbers = options.BatchSize * data.SampleSize;
        return [.. drawn];
    }
}
