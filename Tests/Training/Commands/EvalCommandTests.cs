using System.Text.Json;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation.Metrics;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program: a classifier, and what eval says of runs with it.</summary>
[TestFixture]
public sealed class EvalCommandTests
{
    private TemporaryFolder _folder = null!;
    private string _classifier = null!;

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = new TemporaryFolder();
        _classifier = NativeGanProgram.Succeed(_folder.Path, "classifier", "--dataset", "built-in-digits", "--steps", "5", "--device", "cpu");
        foreach (string preset in new[] { "cgan", "bigan" })
        {
            NativeGanProgram.Succeed(_folder.Path, ["train", preset, .. NativeGanProgram.SmallTraining.Skip(2), "--steps", "2", "--checkpoint-every", "0", "--out", Run(preset)]);
        }
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Classifier_WritesIntoTheCache()
    {
        string file = Directory.GetFiles(_folder.File("cache/classifiers"), "*.safetensors").Single();

        Assert.That(Path.GetFileName(file), Does.Match("^mnist-built-in-digits-[0-9a-f]{12}[.]safetensors$"));
        Assert.That(_classifier, Does.Contain("test images as they are labelled").And.Contain(file).And.Contain("note: measured with the built-in digits"));
    }

    [Test]
    public void Eval_OfAModelWithClasses_WritesATableAndJson()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "eval", Run("cgan"), "--count", "20", "--device", "cpu");

        JsonElement report = Report("cgan");
        JsonElement metrics = report.GetProperty("metrics");
        Assert.That(metrics.EnumerateObject().Select(metric => metric.Name), Is.EqualTo(MetricCatalog.All.Select(metric => metric.Name)));
        Assert.That((report.GetProperty("preset").GetString(), report.GetProperty("step").GetInt32(), report.GetProperty("samples").GetInt32()), Is.EqualTo(("cgan", 2, 20)));
        Assert.That(metrics.GetProperty("agreement").GetProperty("eachClass").GetProperty("model").GetArrayLength(), Is.EqualTo(10));
        Assert.That(metrics.GetProperty("agreement").GetProperty("overall").GetProperty("real").GetDouble(), Is.EqualTo(report.GetProperty("classifier").GetProperty("testAccuracy").GetDouble()));
        Assert.That(metrics.GetProperty("reconstruction").GetProperty("notMeasured").GetString(), Does.Contain("no encoder"));
        Assert.That(metrics.GetProperty("classes").GetProperty("entropyBits").GetProperty("model").GetDouble(), Is.InRange(0, Math.Log2(10)));
        Assert.That(output, Does.Contain($"sha256 {report.GetProperty("classifier").GetProperty("sha256").GetString()![..12]}, reads ")
            .And.Contain("note: measured with the built-in digits").And.Match(@"(?m)^  overall +\d+\.\d\d % +\d+\.\d\d %$").And.Match(@"(?m)^  distance - +\d+\.\d{3}( +!?\d+(\.\d{3})?){5}$").And.Not.Contain("trained first"));
    }

    [Test]
    public void Eval_OfACheckpointWithAnEncoder_MeasuresItTwiceAlike()
    {
        string checkpoint = CheckpointAssert.PathOf(Run("bigan"), 2);
        string[] arguments = ["eval", checkpoint, "--count", "30", "--device", "cpu"];
        NativeGanProgram.Succeed(_folder.Path, [.. arguments, "--threads", "1"]);
        string first = File.ReadAllText(Path.Combine(Run("bigan"), "eval.json"));

        NativeGanProgram.Succeed(_folder.Path, [.. arguments, "--threads", "2"]);

        Assert.That(File.ReadAllText(Path.Combine(Run("bigan"), "eval.json")), Is.EqualTo(first));
        JsonElement metrics = Report("bigan").GetProperty("metrics");
        Assert.That(metrics.GetProperty("reconstruction").GetProperty("keepsTheClass").GetProperty("model").GetDouble(), Is.InRange(0, 1));
        Assert.That(metrics.GetProperty("reconstruction").GetProperty("images").GetProperty("model").GetInt32(), Is.EqualTo(30));
        Assert.That(metrics.GetProperty("agreement").GetProperty("notMeasured").GetString(), Does.Contain("no classes"));
    }

    [Test]
    public void Eval_AsJson_IsTheFileAndNothingElse()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "eval", Run("cgan"), "--count", "20", "--device", "cpu", "--json");

        Assert.That(output, Is.EqualTo(File.ReadAllText(Path.Combine(Run("cgan"), "eval.json"))));
        JsonElement distance = Report("cgan").GetProperty("metrics").GetProperty("fcd").GetProperty("distance");
        Assert.That(distance.EnumerateObject().Select(entry => entry.Name), Is.EqualTo(new[] { "model", "real", "trainingImages", "k-means", "oneImage", "meanImage", "noise" }));
        Assert.That(Directory.GetFiles(_folder.File("cache/classifiers"), "*.floors-20.json"), Has.Length.EqualTo(1));
        Assert.That(new FileInfo(Path.Combine(Run("cgan"), "nearest.png")).Length, Is.GreaterThan(1000));
    }

    [Test]
    public void Eval_WithWrongInput_IsOneLine()
    {
        string data = _folder.Folder("data");
        new SmallDataset().Save(data);
        string other = _folder.File("other.safetensors");
        NativeGanProgram.Succeed(_folder.Path, "classifier", "--data", data, "--steps", "1", "--device", "cpu", "--out", other);

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["eval", Run("cgan"), "--classifier", other], other, "it learnt from MNIST, SHA-256 ", "nativegan classifier");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["eval", Run("cgan"), "--classifier", "nowhere"], "'nowhere'", "no such file");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["eval", Run("cgan"), "--classifier", CheckpointAssert.PathOf(Run("cgan"), 2)], "'nativegan-classifier-2' is expected");
    }

    [Test]
    public void Eval_WithoutTestImages_IsOneLine()
    {
        string data = _folder.Folder("no-test");
        new SmallDataset().Save(data);
        File.Delete(Path.Combine(data, "t10k-images-idx3-ubyte"));

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["classifier", "--data", data], "t10k-images-idx3-ubyte");
    }

    private string Run(string preset) => _folder.File(preset);

    private JsonElement Report(string preset)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Run(preset), "eval.json")));
        return document.RootElement.Clone();
    }
}
