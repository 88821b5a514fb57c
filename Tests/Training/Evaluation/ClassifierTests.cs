using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Models.Classifiers;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>The classifier learns, to the same bits however it is run, and its file says what it is.</summary>
[TestFixture]
public sealed class ClassifierTests
{
    private static readonly ClassifierOptions _small = new()
    {
        Design = new ClassifierDesign { FirstChannels = 4, SecondChannels = 8, Hidden = 32 },
        Steps = 150,
        BatchSize = 50,
        LearningRate = 3e-3,
    };

    private readonly EvaluationImages _digits = new(BuiltInDigits.LoadTrain(), BuiltInDigits.LoadTest());
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    private static IBackend Backend => BackendCases.Get("cpu");

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("classifier.safetensors");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Train_OnBuiltInDigits_ReadsMostTestDigits()
    {
        List<string> log = [];

        using TrainedClassifier trained = TrainedClassifier.Train(_small, _digits, _path, Backend, log.Add);

        // Chance is 10 %, and three passes over 2,500 digits are a small part of what MNIST has to teach.
        Assert.That(trained.Record.TestAccuracy, Is.GreaterThan(0.85));
        Assert.That(trained.Record.TestAccuracy, Is.EqualTo(_digits.ShareReadAsLabelled(trained.Read(_digits.TestShades))));
        Assert.That(log[0], Does.Contain("150 steps of 50 images"));
        Assert.That(log, Has.Some.Match(@"^step +100  loss \d\.\d{4}  ").And.Some.Match(@"^step +150 ").And.Some.Contains($"{100 * trained.Record.TestAccuracy:F2} % of 300 test images"));
    }

    [Test]
    public void Train_OneAndTwoThreads_GivesTheSameFile()
    {
        using IBackend one = BackendCatalog.TryOpen("cpu", 1, out _)!, two = BackendCatalog.TryOpen("cpu", 2, out _)!;
        ClassifierOptions options = _small with { Design = new ClassifierDesign(), BatchSize = 64, Steps = 3 };

        string[] hashes = [Hash(options, one), Hash(options, two), Hash(options with { Seed = 2 }, two)];

        Assert.That(hashes[1], Is.EqualTo(hashes[0]), "the number of threads changes no bit");
        Assert.That(hashes[2], Is.Not.EqualTo(hashes[0]), "the seed does");
    }

    [Test]
    public void Train_WithoutLabels_SaysThatTheyAreMissing() => InputAssert.Refuses(
        () => _ = new EvaluationImages(SmallRun.Images(rows: 28, columns: 28), BuiltInDigits.LoadTest()), "made-up images", "has no labels");

    [Test]
    public void Train_WithAHugeRate_SaysThatItDiverged()
    {
        InputException exception = Assert.Throws<InputException>(() => Train(_small with { LearningRate = 1e30, Steps = 5 }))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Diverged));
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public void Train_IntoAFolder_IsRefusedBeforeTheFirstStep()
    {
        List<string> log = [];

        InputAssert.Refuses(() => TrainedClassifier.Train(_small, _digits, _folder.Path, Backend, log.Add), _folder.Path, "it is a folder");

        Assert.That(log, Is.Empty);
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void Load_WhatWasSaved_ReadsTheSame()
    {
        using TrainedClassifier trained = Train(_small with { Steps = 2, Seed = ulong.MaxValue });
        ReadOnlySpan<float> some = _digits.TestShades.AsSpan(0, 20 * 784);

        using TrainedClassifier loaded = TrainedClassifier.Load(_path, _digits.Train, Backend);

        Assert.That(loaded.Read(some), Is.EqualTo(trained.Read(some)));
        Assert.That(loaded.Record, Is.EqualTo(trained.Record));
        Assert.That(loaded.Sha256, Is.EqualTo(trained.Sha256).And.Match("^[0-9a-f]{64}$"));
    }

    [Test]
    public void Load_OfOtherImages_NamesBoth()
    {
        Train(_small with { Steps = 1 }).Dispose();

        InputAssert.Refuses(() => TrainedClassifier.Load(_path, PaintedImages.Of(1, 2), Backend), _path, "built-in digits", "painted", "aaaaaaaaaaaa");
    }

    [Test]
    public void Load_OfATruncatedFile_SaysSo()
    {
        Train(_small with { Steps = 1 }).Dispose();
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..^100]);

        InputAssert.Refuses(() => TrainedClassifier.Load(_path, _digits.Train, Backend), _path, "truncated");
    }

    [Test]
    public void Load_OfAnotherFile_NamesBothFormats()
    {
        SafetensorsWriter writer = new();
        writer.Metadata["format"] = "nativegan-checkpoint-1";
        writer.Save(_path);

        InputAssert.Refuses(() => TrainedClassifier.Load(_path, _digits.Train, Backend), _path, "'nativegan-checkpoint-1'", "'nativegan-classifier-2' is expected");
    }

    [TestCase("\"hidden\":\"32\"", "\"hidden\":\"33\"", "'features.weight' is [392, 32], [392, 33] is expected")]
    [TestCase("\"hidden\":\"32\"", "\"hidden\":\"-2\"", "say '-2' for 'hidden'")]
    [TestCase("\"hidden\"", "\"hiddem\"", "'hidden' is missing")]
    [TestCase("\"steps\":\"1\"", "\"steps\":\"x\"", "say 'x' for 'steps'")]
    [TestCase("\"test_accuracy\":\"0", "\"test_accuracy\":\"7", "for 'test_accuracy'")]
    public void Load_OfChangedMetadata_SaysWhatCannotBe(string found, string replacement, string expected)
    {
        Train(_small with { Steps = 1 }).Dispose();
        byte[] file = File.ReadAllBytes(_path);
        string text = System.Text.Encoding.Latin1.GetString(file);
        Assert.That(text, Does.Contain(found));
        File.WriteAllBytes(_path, System.Text.Encoding.Latin1.GetBytes(text.Replace(found, replacement, StringComparison.Ordinal)));
        CheckpointFile.RemoveHash(_path);

        InputException exception = Assert.Throws<InputException>(() => TrainedClassifier.Load(_path, _digits.Train, Backend))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.DataMissing));
        Assert.That(exception.Message, Does.Contain(_path).And.Contain(expected).And.EndsWith("train it anew with 'nativegan classifier'."));
    }

    [Test]
    public void Load_OneBitFlippedOrWeightsThatAreNoNumbers_IsRefused()
    {
        Train(_small with { Steps = 1 }).Dispose();
        byte[] file = File.ReadAllBytes(_path);
        file[^101] ^= 1;
        File.WriteAllBytes(_path, file);
        InputAssert.Refuses(() => TrainedClassifier.Load(_path, _digits.Train, Backend), _path, "damaged", "train it anew");

        file[^101] ^= 1;
        File.WriteAllBytes(_path, file);
        CheckpointFile.Rewrite(_path, change: (name, values) => name == "features.weight" ? [float.NaN, .. values.Skip(1)] : values);
        InputAssert.Refuses(() => TrainedClassifier.Load(_path, _digits.Train, Backend), _path, "'features.weight' holds NaN or infinity", "train it anew");
    }

    [Test]
    public void Store_WithoutAClassifier_TrainsOneAndKeepsIt()
    {
        ClassifierStore store = new(_folder.File("store"));
        List<string> log = [];

        using (TrainedClassifier first = store.Open(_digits, Backend, log.Add, _small with { Steps = 1 }))
        {
            Assert.That(first.Path, Is.EqualTo(store.PathFor(_digits.Train)).And.EndsWith($"mnist-built-in-digits-{_digits.Train.Sha256[..12]}.safetensors"));
        }

        Assert.That(log[0], Does.Contain("trained first"));
        Assert.That(log[^1], Does.Match(@"took \d+ s"));
        log.Clear();
        using TrainedClassifier second = store.Open(_digits, Backend, log.Add);
        Assert.That(second.Record.Steps, Is.EqualTo(1));
        Assert.That(log, Is.Empty);
    }

    [Test]
    public void Store_WithAClassifierOfAnOlderProgram_SaysSoAndTrainsOne()
    {
        ClassifierStore store = new(_folder.File("store"));
        string path = store.PathFor(_digits.Train);
        SafetensorsWriter former = new();
        former.Metadata["format"] = "nativegan-classifier-1";
        former.Save(path);
        List<string> log = [];

        using TrainedClassifier trained = store.Open(_digits, Backend, log.Add, _small with { Steps = 1 });

        Assert.That(log[0], Does.Contain("of an older program").And.Contain(path).And.Contain("trained first"));
        Assert.That(trained.Record.Steps, Is.EqualTo(1));
        InputAssert.Refuses(() => { former.Save(path); TrainedClassifier.Load(path, _digits.Train, Backend).Dispose(); }, path, "'nativegan-classifier-1', 'nativegan-classifier-2' is expected");
    }

    [Test]
    public void Read_Features_AreWhatTheClassesComeFrom()
    {
        using TrainedClassifier trained = Train(_small with { Steps = 2 });

        ImageReadings readings = trained.Read(_digits.TestShades.AsSpan(0, 300 * 784));

        Assert.That((readings.Count, readings.FeatureCount, readings.Classes), Is.EqualTo((300, 32, 10)));
        Assert.That(readings.Features, Has.Some.GreaterThan(0).And.All.AtLeast(0), "they come after a ReLU");
        Assert.That(readings.Probabilities.Chunk(10).Select(row => row.Sum()), Is.All.EqualTo(1).Within(1e-5));
        Assert.That(trained.Read(_digits.TestShades.AsSpan(0, 784)).Features, Is.EqualTo(readings.Features[..32]).Within(1e-5), "they do not depend on the images beside them");
    }

    [Test]
    public void Options_OfAFewImages_HaveTheLeastSteps() => Assert.That(ClassifierOptions.For(_digits.Train).Steps, Is.EqualTo(400));

    [Test]
    public void Images_Note_SaysWhereBuiltInDigitsStandIn()
    {
        Assert.That(_digits.Note, Does.Contain("2500").And.Contain("300"));
        Assert.That(new EvaluationImages(PaintedImages.Of(1), BuiltInDigits.LoadTest()).Note, Does.Contain("painted test images were not found"));
        Assert.That(new EvaluationImages(PaintedImages.Of(1), PaintedImages.Of(2)).Note, Is.Null);
    }

    private TrainedClassifier Train(ClassifierOptions options) => TrainedClassifier.Train(options, _digits, _path, Backend, _ => { });

    private string Hash(ClassifierOptions options, IBackend backend)
    {
        using TrainedClassifier trained = TrainedClassifier.Train(options, _digits, _path, backend, _ => { });
        return trained.Sha256;
    }
}
