using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Loop;

/// <summary>The numbers of a run depend on its configuration alone; a captured step costs no managed memory.</summary>
public sealed class DeterminismTests
{
    private static IEnumerable<string> Backends() => BackendCases.Present.Where(name => name is "cpu" or "reference");

    [Test]
    public void Train_CapturedAndEager_GivesTheSameBits(
        [ValueSource(nameof(Backends))] string name, [Values("d-then-g", "simultaneous")] string order, [Values] bool sharesNoise, [Values(1, 2)] int k)
    {
        IBackend backend = BackendCases.Get(name);
        TrainingOptions options = SmallRun.Options with { Order = order, SharedNoise = sharesNoise, DiscriminatorSteps = k, Steps = 12 };

        IReadOnlyDictionary<string, double[]> eager = SmallRun.Train(options, backend, captures: false);
        IReadOnlyDictionary<string, double[]> captured = SmallRun.Train(options, backend, captures: true);

        SmallRun.AreIdentical(captured, eager, name);
    }

    [TestCase("replacement")]
    [TestCase("epoch")]
    [TestCase("shuffle-buffer")]
    public void Train_OneAndTwoThreads_GivesTheSameBits(string sampler)
    {
        // Large enough that the work is shared out: 64 rows of 784 numbers.
        TrainingOptions options = SmallRun.Options with { Sampler = sampler, BatchSize = 64, GeneratorHidden = 130, DiscriminatorHidden = 97, Steps = 6 };
        using IBackend one = BackendCatalog.TryOpen("cpu", 1, out _)!, two = BackendCatalog.TryOpen("cpu", 2, out _)!;

        IReadOnlyDictionary<string, double[]> expected = SmallRun.Train(options, one, SmallRun.Images(200, 28, 28));
        IReadOnlyDictionary<string, double[]> actual = SmallRun.Train(options, two, SmallRun.Images(200, 28, 28));

        SmallRun.AreIdentical(actual, expected, "cpu with two threads");
    }

    [Test]
    public void Train_TwoAtOnceInOneProcess_GiveWhatEachGivesAlone()
    {
        TrainingOptions[] options =
        [
            SmallRun.Options with { Seed = 1, BatchSize = 64, GeneratorHidden = 130, DiscriminatorHidden = 97, Steps = 40 },
            SmallRun.Options with { Seed = 2, BatchSize = 48, GeneratorHidden = 33, DiscriminatorHidden = 120, Steps = 60 },
        ];
        IReadOnlyDictionary<string, double[]>[] alone = [.. options.Select(Train)];

        Task<IReadOnlyDictionary<string, double[]>>[] together =
            [.. options.Select(one => Task.Factory.StartNew(() => Train(one), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        for (int i = 0; i < options.Length; i++)
        {
            SmallRun.AreIdentical(together[i].Result, alone[i], $"cpu with two threads, training {i + 1} of two at once");
        }

        static IReadOnlyDictionary<string, double[]> Train(TrainingOptions options)
        {
            using IBackend backend = BackendCatalog.TryOpen("cpu", 2, out _)!;
            return SmallRun.Train(options, backend, SmallRun.Images(200, 28, 28), captures: true);
        }
    }

    [Test]
    public void Train_SameSeedTwice_GivesTheSameBits([ValueSource(nameof(Backends))] string name)
    {
        IBackend backend = BackendCases.Get(name);

        SmallRun.AreIdentical(SmallRun.Train(SmallRun.Options, backend), SmallRun.Train(SmallRun.Options, backend), name);
    }

    [Test]
    public void Train_AnotherSeed_GivesOtherWeights()
    {
        IBackend backend = BackendCases.Get("cpu");

        IReadOnlyDictionary<string, double[]> first = SmallRun.Train(SmallRun.Options with { Seed = 1 }, backend);
        IReadOnlyDictionary<string, double[]> second = SmallRun.Train(SmallRun.Options with { Seed = 2 }, backend);

        Assert.That(second["generator.0.weight"], Is.Not.EqualTo(first["generator.0.weight"]));
    }

    [TestCase("order", "simultaneous")]
    [TestCase("noise", "fresh")]
    [TestCase("k", "2")]
    [TestCase("sampler", "epoch")]
    [TestCase("distribution", "normal")]
    public void Train_AnotherConfiguration_GivesOtherWeights(string what, string value)
    {
        IBackend backend = BackendCases.Get("cpu");
        TrainingOptions options = SmallRun.Options with { Steps = 3 };
        TrainingOptions changed = what switch
        {
            "order" => options with { Order = value },
            "noise" => options with { SharedNoise = false },
            "k" => options with { DiscriminatorSteps = 2 },
            "sampler" => options with { Sampler = value },
            _ => options with { Noise = value },
        };

        Assert.That(SmallRun.Train(changed, backend)["generator.0.weight"], Is.Not.EqualTo(SmallRun.Train(options, backend)["generator.0.weight"]));
    }

    [TestCase("replacement", 1)]
    [TestCase("epoch", 1)]
    [TestCase("shuffle-buffer", 2)]
    public void Replay_OfATrainingStep_AllocatesNothing(string sampler, int k)
    {
        const int Warm = 150, Measured = 200; // both refill the rings of indices, every 64 steps, and begin new epochs
        IBackend backend = BackendCases.Get("cpu");
        TrainingOptions options = SmallRun.Options with { Sampler = sampler, DiscriminatorSteps = k };
        using TrainingSession session = new(options, backend, SmallRun.Images());
        session.Batches.Prepare();
        using ICapturedStep captured = backend.Capture(session.Step.Run);
        Replay(session, captured, Warm);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Replay(session, captured, Measured);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero, $"bytes in {Measured} steps");
    }

    [Test]
    public void Replay_OfAConvolutionalStep_AllocatesNothing()
    {
        IBackend backend = BackendCases.Get("cpu");
        TrainingOptions options = PresetCatalog.Find("s3a").Options with { BatchSize = 8, Sampler = "replacement" };
        using TrainingSession session = new(options, backend, BuiltInDigits.LoadTrain());
        session.Batches.Prepare();
        using ICapturedStep captured = backend.Capture(session.Step.Run);
        Replay(session, captured, 3); // until every thread has the working memory it needs

        long before = GC.GetAllocatedBytesForCurrentThread();
        Replay(session, captured, 5);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero, "bytes in 5 steps");
    }

    private static void Replay(TrainingSession session, ICapturedStep captured, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            session.Batches.Prepare();
            captured.Replay();
        }
    }
}
