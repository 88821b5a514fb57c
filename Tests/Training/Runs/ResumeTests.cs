using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

/// <summary>A run that goes on from a checkpoint ends with the bits of a run that was never disturbed.</summary>
public sealed class ResumeTests
{
    // The rings of indices hold 64 steps: the undisturbed run refills them at step 64, the resumed one at 25 + 64 = 89.
    private const long Interruption = 25, Steps = 95;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Resume_OnTheProcessor_GivesTheBitsOfAnUndisturbedRun(
        [Values("replacement", "epoch", "shuffle-buffer")] string sampler,
        [Values("d-then-g", "simultaneous")] string order,
        [Values] bool sharesNoise,
        [Values(1, 2)] int k) =>
        CompareWithUndisturbed("cpu", SmallRun.Options with { Sampler = sampler, Order = order, SharedNoise = sharesNoise, DiscriminatorSteps = k });

    [TestCase("adam")]
    [TestCase("adam-epsilon-hat")]
    [TestCase("sgd")]
    [TestCase("momentum")]
    [TestCase("nesterov")]
    [TestCase("rmsprop")]
    [TestCase("rmsprop-tensorflow")]
    public void Resume_WithEveryOptimizer_GivesTheBitsOfAnUndisturbedRun(string kind) => CompareWithUndisturbed("cpu", SmallRun.Options with
    {
        DiscriminatorOptimizer = SmallRun.Options.DiscriminatorOptimizer with { Kind = kind },
        GeneratorOptimizer = SmallRun.Options.GeneratorOptimizer with { Kind = kind },
    });

    [Test]
    public void Resume_OnTheReference_GivesTheBitsOfAnUndisturbedRun() =>
        CompareWithUndisturbed("reference", SmallRun.Options with { Sampler = "shuffle-buffer" });

    [Test]
    public void Resume_BetweenLogLines_LogsTheSameLosses()
    {
        IBackend backend = BackendCases.Get("cpu");
        TrainingOptions options = SmallRun.Options with { Steps = 40, LogEvery = 10 };
        RunLog undisturbed = new(), first = new(), second = new();
        SmallRun.Train(options, backend, observers: undisturbed);

        SmallRun.Train(options with { Steps = 25 }, backend, observers: first);
        SmallRun.Train(options, backend, start: first.Checkpoints[^1], observers: second);

        Assert.That(undisturbed.Metrics.Select(row => row.Step), Is.EqualTo(new long[] { 10, 20, 30, 40 }));
        Assert.That(first.Metrics.Select(row => row.Step), Is.EqualTo(new long[] { 10, 20, 25 }), "the last step is always logged");
        Assert.That(
            second.Metrics.Select(row => (row.Step, row.DiscriminatorLoss, row.GeneratorLoss, row.RealScore, row.FakeScore)),
            Is.EqualTo(undisturbed.Metrics.Skip(2).Select(row => (row.Step, row.DiscriminatorLoss, row.GeneratorLoss, row.RealScore, row.FakeScore))));
    }

    private void CompareWithUndisturbed(string backendName, TrainingOptions options)
    {
        IBackend backend = BackendCases.Get(backendName);
        string path = _folder.File("x.safetensors");
        IReadOnlyDictionary<string, double[]> undisturbed = SmallRun.Train(options with { Steps = Steps }, backend);

        RunLog log = new();
        SmallRun.Train(options with { Steps = Interruption }, backend, observers: log);
        Checkpoint.Save(log.Checkpoints[^1], path);
        IReadOnlyDictionary<string, double[]> resumed = SmallRun.Train(options with { Steps = Steps }, backend, start: Checkpoint.Load(path));

        SmallRun.AreIdentical(resumed, undisturbed, backendName);
    }
}
