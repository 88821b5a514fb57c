using System.Text.Json;
using BigGustave;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program: a run's folder, and what is made of it afterwards.</summary>
[TestFixture]
public sealed class TrainCommandTests
{
    private TemporaryFolder _folder = null!;
    private string _run = null!;
    private string _output = null!;

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = new TemporaryFolder();
        _run = _folder.File("run");
        _output = NativeGanProgram.Succeed(_folder.Path,
            [.. NativeGanProgram.SmallTraining, "--steps", "23", "--log-every", "10", "--sample-every", "10", "--checkpoint-every", "20", "--seed", "5", "--out", _run]);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Train_RunFolder_HoldsWhatWasPromised()
    {
        Assert.That(Names(_run), Is.EqualTo(new[] { ".lock", "checkpoint-000000.safetensors", "checkpoint-000020.safetensors", "checkpoint-000023.safetensors", "figures.csv", "metrics.csv", "run.json" }));
        Assert.That(Names(Path.Combine(_run, "samples")), Is.EqualTo(new[] { "step-000000.png", "step-000010.png", "step-000020.png", "step-000023.png" }));
    }

    [Test]
    public void Train_RunJson_DescribesTheRun()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_run, "run.json")));
        JsonElement run = document.RootElement, configuration = run.GetProperty("configuration"), data = run.GetProperty("data");

        Assert.That(run.GetProperty("program").GetString(), Does.StartWith("nativegan "));
        Assert.That(run.GetProperty("runtime").GetString(), Does.StartWith(".NET "));
        Assert.That(run.GetProperty("system").GetString(), Does.Contain("cores"));
        Assert.That(run.GetProperty("device").GetProperty("backend").GetString(), Is.EqualTo("cpu"));
        Assert.That(run.GetProperty("seed").GetInt32(), Is.EqualTo(5));
        Assert.That(data.GetProperty("sha256").GetString(), Does.Match("^[0-9a-f]{64}$"));
        Assert.That((data.GetProperty("images").GetInt32(), data.GetProperty("isBuiltIn").GetBoolean()), Is.EqualTo((2500, true)));
        Assert.That(configuration.GetProperty("preset").GetString(), Is.EqualTo("s4"));
        Assert.That(configuration.GetProperty("batchSize").GetInt32(), Is.EqualTo(8));
        Assert.That(configuration.GetProperty("generatorOptimizer").GetProperty("learningRate").GetDouble(), Is.EqualTo(2e-4), "the preset's");
    }

    [Test]
    public void Train_Metrics_HaveTheLoggedStepsAndTheLast()
    {
        IReadOnlyList<MetricsRow> rows = MetricsCsv.ReadRows(Path.Combine(_run, "metrics.csv"));

        Assert.That(rows.Select(row => row.Step), Is.EqualTo(new long[] { 10, 20, 23 }));
        Assert.That(rows.Select(row => row.DiscriminatorLoss), Is.All.InRange(0.1f, 5f));
        Assert.That(rows.Select(row => row.FakeScore), Is.All.InRange(0f, 1f));
        Assert.That(rows.Select(row => row.ElapsedSeconds), Is.Ordered);
    }

    [Test]
    public void Train_Piped_WritesPlainLines()
    {
        Assert.That(_output, Does.Match(@"(?m)^step     10  D \d\.\d{3}  G \d\.\d{3}  D\(x\) \d\.\d\d  D\(G\(z\)\) \d\.\d\d  \d+ steps/s  \d+ s left$"));
        Assert.That(_output, Does.Match(@"(?m)^step     10  samples: mean_distance 0\.\d+, variance_ratio \d"));
        Assert.That(_output, Does.Match(@"(?m)^\S+ ms a step in a short trial: 23 steps take about \d+ s$"));
        Assert.That(_output, Does.Contain("done: 23 steps").And.Not.Contain('\u001b'));
    }

    [Test]
    public void Train_Samples_AreAGridOfSixBySix()
    {
        Png grid = Png.Open(Path.Combine(_run, "samples", "step-000023.png"));

        Assert.That(grid.Width, Is.EqualTo(grid.Height).And.GreaterThanOrEqualTo(6 * 28));
    }

    [Test]
    public void Train_ConfigurationFedBack_GivesTheSameConfigurationAndWeights()
    {
        string again = _folder.File("again");

        NativeGanProgram.Succeed(_folder.Path, "train", "s4", "--device", "cpu", "--config", Path.Combine(_run, "run.json"), "--out", again);

        Assert.That(Configuration(again), Is.EqualTo(Configuration(_run)));
        CheckpointAssert.HaveSameTensors(CheckpointAssert.PathOf(again, 23), CheckpointAssert.PathOf(_run, 23));
    }

    [Test]
    public void Train_IntervalsOfZeroAndNoFolderGiven_StillKeepsTheLastStep()
    {
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "4", "--log-every", "0", "--sample-every", "0", "--checkpoint-every", "0"]);
        string run = _folder.File("runs/s4-001");

        Assert.That(Names(run), Is.EqualTo(new[] { ".lock", "checkpoint-000004.safetensors", "figures.csv", "metrics.csv", "run.json" }));
        Assert.That(MetricsCsv.ReadRows(Path.Combine(run, "metrics.csv")).Select(row => row.Step), Is.EqualTo(new long[] { 4 }));
        Assert.That(Names(Path.Combine(run, "samples")), Is.EqualTo(new[] { "step-000000.png", "step-000004.png" }));
    }

    [Test]
    public void Train_Minutes_EndsInTimeWithACheckpoint()
    {
        string run = _folder.File("timed");

        string output = NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--minutes", "0.002", "--steps", "2000000", "--checkpoint-every", "1000000", "--out", run]);

        Assert.That(output, Does.Contain("time is up after step"));
        Assert.That(Names(run).Count(name => name.StartsWith("checkpoint-", StringComparison.Ordinal)), Is.EqualTo(2), "the first and the last");
    }

    [Test]
    public void Train_BareLogarithmsAndAHugeRate_EndsWithSixAndKeepsTheLastGoodCheckpoint()
    {
        string run = _folder.File("diverged");

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Diverged,
            [.. NativeGanProgram.SmallTraining, "--faithful", "--learning-rate", "300", "--steps", "500", "--checkpoint-every", "2", "--out", run],
            "Training diverged: the ", "'s loss is ", " at step ", "The last good checkpoint is");

        string[] checkpoints = [.. Directory.GetFiles(run, "*.safetensors").Order(StringComparer.Ordinal)];
        Assert.That(checkpoints, Is.Not.Empty);
        Assert.That(checkpoints.Select(path => Checkpoint.Load(path).NonFiniteTensor), Is.All.Null);
        NativeGanProgram.Succeed(_folder.Path, "sample", run, "--count", "1");
    }

    [Test]
    public void Resume_AFinishedRun_SaysThatNothingIsLeft() =>
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "resume", _run), Does.Contain("nothing to do"));

    [Test]
    public void Sample_ForNumPy_WritesNumbersBetweenZeroAndOne()
    {
        string path = _folder.File("x.npy");

        NativeGanProgram.Succeed(_folder.Path, "sample", _run, "--npy", path, "--count", "150");

        byte[] file = File.ReadAllBytes(path);
        int headerLength = BitConverter.ToUInt16(file, 8);
        string header = System.Text.Encoding.ASCII.GetString(file, 10, headerLength);
        float[] values = [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + headerLength)).ToArray()];
        Assert.That(header, Does.Contain("'<f4'").And.Contain("(150, 784)").And.Contain("False"));
        Assert.That(values, Has.Length.EqualTo(150 * 784));
        Assert.That(values.Min(), Is.GreaterThanOrEqualTo(0));
        Assert.That(values.Max(), Is.LessThanOrEqualTo(1)); // NaN would fail both
        Assert.That(values.AsSpan(0, 784).SequenceEqual(values.AsSpan(784, 784)), Is.False, "other noise, another image");
    }

    [Test]
    public void Sample_Picture_HasACellForEachImage()
    {
        string path = _folder.File("x.png");

        NativeGanProgram.Succeed(_folder.Path, "sample", CheckpointAssert.PathOf(_run, 20), "--out", path, "--count", "6", "--scale", "1", "--invert");

        Png grid = Png.Open(path);
        Assert.That(grid.Width, Is.InRange(3 * 28, 4 * 28));
        Assert.That(grid.Height, Is.InRange(2 * 28, 3 * 28));
    }

    [Test]
    public void Sample_FullDisk_IsOneLine()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full, the device that is always full, on this system.");
        }

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["sample", _run, "--npy", "/dev/full", "--count", "200"], "/dev/full", "disk is full");
    }

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Configuration(string run)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        return document.RootElement.GetProperty("configuration").GetRawText();
    }
}
