using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Models.Gans;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Presets;

/// <summary>What holds for the run of every preset, on a few small batches: the same bits however it is run.</summary>
public sealed class PresetTests
{
    private const long Interruption = 2, Steps = 4;

    private readonly ImageDataset _images = SmallRun.Images(count: 60, rows: 28, columns: 28, classes: 10);

    /// <summary>Every preset by name.</summary>
    public static IEnumerable<string> Names => PresetCatalog.All.Select(preset => preset.Name);

    [TestCaseSource(nameof(Names))]
    public void Train_CapturedAndEager_GivesTheSameBits(string name)
    {
        IBackend backend = BackendCases.Get("cpu");

        IReadOnlyDictionary<string, double[]> eager = SmallRun.Train(Short(name), backend, DataOf(name), captures: false);
        IReadOnlyDictionary<string, double[]> captured = SmallRun.Train(Short(name), backend, DataOf(name));

        SmallRun.AreIdentical(captured, eager, name);
    }

    [TestCaseSource(nameof(Names))]
    public void Train_OneAndTwoThreads_GivesTheSameBits(string name)
    {
        using IBackend one = BackendCatalog.TryOpen("cpu", 1, out _)!, two = BackendCatalog.TryOpen("cpu", 2, out _)!;

        SmallRun.AreIdentical(SmallRun.Train(Short(name), two, DataOf(name)), SmallRun.Train(Short(name), one, DataOf(name)), name);
    }

    [TestCaseSource(nameof(Names))]
    public void Resume_InTheMiddle_GivesTheBitsOfAnUndisturbedRun(string name)
    {
        using TemporaryFolder folder = new();
        IBackend backend = BackendCases.Get("cpu");
        IReadOnlyDictionary<string, double[]> undisturbed = SmallRun.Train(Short(name), backend, DataOf(name));

        RunLog log = new();
        SmallRun.Train(Short(name) with { Steps = Interruption }, backend, DataOf(name), observers: log);
        Checkpoint.Save(log.Checkpoints[^1], folder.File("x.safetensors"));
        IReadOnlyDictionary<string, double[]> resumed = SmallRun.Train(Short(name), backend, DataOf(name), start: Checkpoint.Load(folder.File("x.safetensors")));

        SmallRun.AreIdentical(resumed, undisturbed, name);
    }

    [TestCaseSource(nameof(Names))]
    public void Train_AFewSteps_MovesEveryTrainedTensor(string name)
    {
        IBackend backend = BackendCases.Get("cpu");
        using TrainingSession session = new(Short(name), backend, DataOf(name));
        Dictionary<string, double[]> before = session.Model.NamedVariables.ToDictionary(entry => entry.Name, entry => entry.Variable.ToDoubleArray());

        new GanTrainer(session, []).Run(start: null, timeLimit: null, CancellationToken.None);

        // A bias behind which the critic's loss is a plain difference of means has no gradient: the last one of a Wasserstein critic.
        bool isWasserstein = session.Options.Loss == "wasserstein";
        string[] unmoved = [.. session.Model.NamedVariables.Where(entry => entry.Variable.ToDoubleArray().SequenceEqual(before[entry.Name])).Select(entry => entry.Name)];
        Assert.That(unmoved, isWasserstein ? Is.SubsetOf([session.Model.NamedParameters.Last().Name]) : Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void Session_OnMadeUpImages_CanTakeAStep(string name)
    {
        // What --device auto and tune try a preset on.
        using TrainingSession session = new(Short(name), BackendCases.Get("cpu"), StepTrial.DataFor(Short(name)));
        session.Batches.Prepare();

        Assert.DoesNotThrow(session.Step.Run);
    }

    [TestCaseSource(nameof(Names))]
    public void Model_CanReconstruct_SaysWhetherReconstructWorks(string name)
    {
        IBackend backend = BackendCases.Get("cpu");
        using GanModel model = ModelFactory.Create(Short(name), DataOf(name).SampleSize, backend);
        using TensorScope scope = new();
        void Reconstruct() => model.Reconstruct(Tensor.Ones(backend, new Shape(2, model.SampleSize)));

        Assert.That(Reconstruct, model.CanReconstruct ? Throws.Nothing : Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public void Train_ClippedWeights_StayWithinTheBound()
    {
        TrainingOptions options = Short("wgan") with { WeightClip = 0.003 };

        IReadOnlyDictionary<string, double[]> state = SmallRun.Train(options, BackendCases.Get("cpu"), DataOf("wgan"));

        double largest = state.Where(entry => entry.Key is "discriminator.0.weight" or "discriminator.0.bias" or "discriminator.2.weight").SelectMany(entry => entry.Value).Max(Math.Abs);
        Assert.That(largest, Is.EqualTo((double)0.003f));
    }

    [Test]
    public void Train_WithoutLabels_SaysThatTheyAreMissing()
    {
        InputException exception = Assert.Throws<InputException>(() =>
            SmallRun.Train(Short("cgan"), BackendCases.Get("cpu"), SmallRun.Images(rows: 28, columns: 28)))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.DataMissing));
        Assert.That(exception.Message, Does.Contain("has no labels"));
    }

    private ITrainingData DataOf(string name) => TrainingDataCatalog.FindDistribution(PresetCatalog.Find(name).Options.Dataset) ?? _images;

    private static TrainingOptions Short(string name) =>
        PresetCatalog.Find(name).Options with { Steps = Steps, BatchSize = 6, LogEvery = 0, SampleEvery = 0, CheckpointEvery = 0, ShuffleBuffer = 20 };
}
