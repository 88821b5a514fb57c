using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Loop;

/// <summary>What the training loop tells its observers, and how it ends.</summary>
public sealed class GanTrainerTests
{
    private static IBackend Backend => BackendCases.Get("cpu");

    [Test]
    public void Run_IntervalsOfZero_StillLogsSamplesAndSavesTheLastStep()
    {
        RunLog log = new();

        SmallRun.Train(SmallRun.Options with { Steps = 17 }, Backend, observers: log);

        Assert.That(log.Metrics.Select(row => row.Step), Is.EqualTo(new long[] { 17 }));
        Assert.That(log.Samples, Is.EqualTo(new long[] { 0, 17 }));
        Assert.That(log.Checkpoints.Select(checkpoint => checkpoint.Step), Is.EqualTo(new long[] { 17 }));
    }

    [Test]
    public void Run_Intervals_AreKept()
    {
        RunLog log = new();

        SmallRun.Train(SmallRun.Options with { Steps = 17, LogEvery = 5, SampleEvery = 6, CheckpointEvery = 8 }, Backend, observers: log);

        Assert.That(log.Metrics.Select(row => row.Step), Is.EqualTo(new long[] { 5, 10, 15, 17 }));
        Assert.That(log.Samples, Is.EqualTo(new long[] { 0, 6, 12, 17 }));
        Assert.That(log.Checkpoints.Select(checkpoint => checkpoint.Step), Is.EqualTo(new long[] { 0, 8, 16, 17 }));
    }

    [Test]
    public void Run_MoreStepsThanTheRingHolds_KeepsTheLossOfTheLast()
    {
        RunLog seldom = new(), often = new();
        TrainingOptions options = SmallRun.Options with { Steps = TrainingSession.MetricsCapacity + 3 };

        SmallRun.Train(options, Backend, observers: seldom);
        SmallRun.Train(options with { LogEvery = 100 }, Backend, observers: often);

        Assert.That(seldom.Metrics.Single().Step, Is.EqualTo(options.Steps));
        Assert.That(seldom.Metrics[^1].DiscriminatorLoss, Is.EqualTo(often.Metrics[^1].DiscriminatorLoss));
        Assert.That(seldom.Metrics[^1].FakeScore, Is.EqualTo(often.Metrics[^1].FakeScore));
    }

    [Test]
    public void Run_Cancelled_EndsAfterTheStepWithACheckpoint()
    {
        using TrainingSession session = new(SmallRun.Options, Backend, SmallRun.Images());
        using CancellationTokenSource stop = new();
        RunLog log = new();
        stop.Cancel();

        long step = new GanTrainer(session, [log]).Run(start: null, timeLimit: null, stop.Token);

        Assert.That(step, Is.EqualTo(1));
        Assert.That(log.Checkpoints.Single().Step, Is.EqualTo(1));
    }

    [Test]
    public void Run_TimeLimit_EndsWithACheckpoint()
    {
        using TrainingSession session = new(SmallRun.Options with { Steps = int.MaxValue }, Backend, SmallRun.Images());
        RunLog log = new();

        long step = new GanTrainer(session, [log]).Run(start: null, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.That(log.Checkpoints.Single().Step, Is.EqualTo(step));
    }

    [Test]
    public void Run_BareLogarithmsAndAHugeRate_StopsAndKeepsTheLastGoodCheckpoint()
    {
        // Steps of 300 per weight saturate D within a few updates: log 0.
        RunLog log = new();
        TrainingOptions options = Diverging(new OptimizerOptions { LearningRate = 300 }) with { CheckpointEvery = 2 };

        InputException exception = Assert.Throws<InputException>(() => SmallRun.Train(options, Backend, observers: log))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Diverged));
        Assert.That(exception.Message, Does.Match(@"^Training diverged: the (discriminator|generator)'s loss is (NaN|infinite) at step \d+\. .*log-epsilon\.$"));
        Assert.That(log.Checkpoints, Is.Not.Empty);
        Assert.That(log.Checkpoints.Select(checkpoint => checkpoint.NonFiniteTensor), Is.All.Null);
        Assert.That(log.Metrics, Is.Empty);
    }

    [Test]
    public void Run_WeightsOverflowBeforeALossDoes_WritesNoCheckpointOfThem()
    {
        // 1e308 is infinite in single precision: the first update, whose losses are still finite, spoils the weights.
        RunLog log = new();
        TrainingOptions options = Diverging(new OptimizerOptions { Kind = "sgd", LearningRate = 1e308 }) with { CheckpointEvery = 1 };

        InputException exception = Assert.Throws<InputException>(() => SmallRun.Train(options, Backend, observers: log))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Diverged));
        Assert.That(exception.Message, Does.Contain("after step 1 '").And.Contain("holds NaN or infinity"));
        Assert.That(log.Checkpoints.Select(checkpoint => checkpoint.Step), Is.EqualTo(new long[] { 0 }));
    }

    [Test]
    public void Run_DeviceLostMidway_SaysSoAndKeepsTheLastCheckpoint()
    {
        using TemporaryFolder temporary = new();
        using RunFolder folder = RunFolder.Create(Path.Combine(temporary.Path, "run"));
        TrainingOptions options = SmallRun.Options with { LogEvery = 1, CheckpointEvery = 4 };
        folder.Begin(options, null, null, "nativegan train small");

        InputException exception = Assert.Throws<InputException>(() =>
            SmallRun.Train(options, Backend, SmallRun.Images(rows: 28, columns: 28), observers: [folder, new LostDevice(atStep: 10)]))!;

        // Checkpoints come at steps 4 and 8; the device goes in step 10.
        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.DeviceMissing));
        Assert.That(exception.Message, Does.Contain("stopped after step 10").And.Contain("(step 8)").And.Contain(folder.LatestCheckpoint));
        Assert.That(Checkpoint.Load(folder.LatestCheckpoint!).Step, Is.EqualTo(8));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(0)]
    public void Run_Diverging_NamesTheSameStepHoweverOftenItLooks(long interval)
    {
        TrainingOptions options = Diverging(new OptimizerOptions { LearningRate = 300 });

        string expected = Message(options with { LogEvery = 2 }), actual = Message(options with { LogEvery = interval });

        Assert.That(actual, Is.EqualTo(expected));

        string Message(TrainingOptions diverging) => Assert.Throws<InputException>(() => SmallRun.Train(diverging, Backend))!.Message;
    }

    private static TrainingOptions Diverging(OptimizerOptions optimizer) => SmallRun.Options with
    {
        Loss = "log-bare",
        Order = "simultaneous",
        DiscriminatorOptimizer = optimizer,
        GeneratorOptimizer = optimizer,
    };

    private sealed class LostDevice(long atStep) : ITrainingObserver
    {
        public void OnMetrics(in MetricsRow metrics)
        {
            if (metrics.Step == atStep)
            {
                throw new DeviceFailedException("The device stopped working.");
            }
        }
    }
}
