using System.Xml.Linq;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program on data that is no images: what it writes, goes on with, samples, and refuses.</summary>
[TestFixture]
public sealed class PointRunTests
{
    private TemporaryFolder _folder = null!;
    private string _run = null!;
    private string _output = null!;

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = new TemporaryFolder();
        _run = _folder.File("run");
        _output = Succeed("train", "s2", "--device", "cpu", "--steps", "30", "--log-every", "10", "--sample-every", "15", "--checkpoint-every", "20", "--out", _run);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Train_Metrics_HaveTheStatisticsOfTheBatches()
    {
        string path = Path.Combine(_run, "metrics.csv");

        Assert.That(MetricsCsv.ReadStatistics(path), Is.EqualTo(new[] { "real_mean", "real_deviation", "fake_mean", "fake_deviation" }));
        Assert.That(MetricsCsv.ReadRows(path).Select(row => row.Statistics[0]), Is.All.InRange(3.2f, 4.8f), "means of 100 real numbers");
    }

    [Test]
    public void Train_Output_ForecastsAndGivesMedians()
    {
        Assert.That(_output, Does.Match(@"(?m)^\S+ ms a step in a short trial: 30 steps take about \d+ s$"));
        Assert.That(_output, Does.Match(@"(?m)^medians of the last 30 steps: real_mean [34]\.\d{3}, real_deviation 1\.\d{3}, fake_mean -?\d\.\d{3}, fake_deviation \d\.\d{3}$"));
    }

    [Test]
    public void Train_Figures_HaveALineForEachPicture()
    {
        string[] lines = File.ReadAllLines(Path.Combine(_run, "figures.csv"));

        Assert.That(lines[0], Is.EqualTo("step,mean,deviation"));
        Assert.That(lines.Skip(1).Select(line => line.Split(',')[0]), Is.EqualTo(new[] { "0", "15", "30" }));
        Assert.That(
            Directory.GetFiles(Path.Combine(_run, "samples")).Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "step-000000.svg", "step-000015.svg", "step-000030.svg" }));
        Assert.That(XDocument.Load(Path.Combine(_run, "samples", "step-000030.svg")).Root!.Name.LocalName, Is.EqualTo("svg"));
    }

    [Test]
    public void Resume_AnUnfinishedRun_WritesTheFilesOfAnUndisturbedOne()
    {
        string stopped = _folder.File("stopped");
        Succeed("train", "s2", "--device", "cpu", "--steps", "20", "--log-every", "10", "--sample-every", "15", "--checkpoint-every", "20", "--out", stopped);

        Succeed("resume", stopped, "--device", "cpu", "--steps", "30");

        Assert.That(
            Checkpoint.Load(Path.Combine(stopped, "checkpoint-000030.safetensors")).NoiseDraws,
            Is.EqualTo(Checkpoint.Load(Path.Combine(_run, "checkpoint-000030.safetensors")).NoiseDraws));
        string[] resumed = File.ReadAllLines(Path.Combine(stopped, "figures.csv")), undisturbed = File.ReadAllLines(Path.Combine(_run, "figures.csv"));
        Assert.That(resumed[^1], Is.EqualTo(undisturbed[^1]));
        Assert.That(resumed[..3], Is.EqualTo(undisturbed[..3]));
    }

    [Test]
    public void Sample_Points_WritesAPlotAndArrays()
    {
        string plot = _folder.File("points.svg"), array = _folder.File("points.npy");

        string output = Succeed("sample", _run, "--device", "cpu", "--count", "300", "--out", plot, "--npy", array);

        Assert.That(output, Does.Contain("300 points of step 30 (mean "));
        Assert.That(XDocument.Load(plot).Root!.Name.LocalName, Is.EqualTo("svg"));
        Assert.That(File.ReadAllText(array)[..100], Does.Contain("(300, 1)"));
    }

    [TestCase("--dataset", "mnist", "784")]
    [TestCase("--packing", "7", "divisor of --batch-size")]
    [TestCase("--training-images", "5", "drawn anew")]
    public void Train_WhatDoesNotFit_IsRefusedBeforeAFolderIsMade(string option, string value, string reason)
    {
        string run = _folder.File("refused");

        ProgramResult result = NativeGanProgram.Run(_folder.Path, "train", "s2", "--device", "cpu", "--steps", "3", option, value, "--out", run);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Usage), result.Error);
        Assert.That(result.Error, Does.Contain(reason));
        Assert.That(Directory.Exists(run), Is.False);
    }

    [Test]
    public void Trace_Preset_TakesSamplesOfTheDatasSize() => Assert.That(Succeed("trace", "s2"), Does.Contain("Elu("));

    private string Succeed(params string[] arguments) => NativeGanProgram.Succeed(_folder.Path, arguments);
}
