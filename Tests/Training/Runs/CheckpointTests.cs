using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Formats;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

public sealed class CheckpointTests
{
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("x.safetensors");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("cpu", SafetensorsType.F32)]
    [TestCase("reference", SafetensorsType.F64)]
    public void Checkpoint_SavedAndRestored_HasTheSameBits(string backend, SafetensorsType type)
    {
        using TrainingSession session = Session(SmallRun.Options, backend, steps: 5), other = Session(SmallRun.Options with { Seed = 9 }, backend, steps: 2);
        Checkpoint.Save(session.TakeState(5, 1.25), _path);

        TrainingState loaded = Checkpoint.Load(_path);
        other.Restore(loaded);

        Assert.That((loaded.Step, loaded.ElapsedSeconds, loaded.Options, loaded.Path), Is.EqualTo((5L, 1.25, SmallRun.Options, _path)));
        SmallRun.AreIdentical(SmallRun.State(other), SmallRun.State(session), backend);
        using SafetensorsFile file = SafetensorsFile.Open(_path);
        Assert.That(file.Entries["generator.0.weight"].Type, Is.EqualTo(type));
        Assert.That(file.Entries["optimizer.generator.clock"].Type, Is.EqualTo(SafetensorsType.F64));
    }

    [Test]
    public void Restore_AnotherModel_NamesTheTensorAndBothShapes()
    {
        using TrainingSession session = Session(SmallRun.Options, "cpu", steps: 1);
        Checkpoint.Save(session.TakeState(1, 0), _path);
        using TrainingSession other = Session(SmallRun.Options with { GeneratorHidden = 12 }, "cpu", steps: 0);

        InputAssert.Refuses(() => other.Restore(Checkpoint.Load(_path)), _path, "'generator.0.weight'", "[6, 11]", "[6, 12]");
    }

    [TestCase("generator.2.bias")]
    [TestCase("optimizer.discriminator.0.weight.second")]
    [TestCase("optimizer.generator.clock")]
    public void Restore_WithoutATensor_NamesIt(string missing)
    {
        using TrainingSession session = Session(SmallRun.Options, "cpu", steps: 1);
        Checkpoint.Save(session.TakeState(1, 0), _path);
        CheckpointFile.Rewrite(_path, without: missing);

        InputAssert.Refuses(() => session.Restore(Checkpoint.Load(_path)), _path, $"'{missing}' is missing");
    }

    [TestCase("format", "something-else", "'something-else'")]
    [TestCase("step", "-1", "step")]
    [TestCase("step", "many", "step")]
    [TestCase("step", "7", "do not belong together")]
    [TestCase("elapsed_seconds", "long", "elapsed_seconds")]
    [TestCase("configuration", "{}", "preset")]
    [TestCase("configuration", "{", "not a valid configuration")]
    [TestCase("configuration", "{\"preset\":\"s4\",\"loss\":null}", "loss")]
    public void Load_DoctoredMetadata_IsRefused(string name, string value, string part)
    {
        using TrainingSession session = Session(SmallRun.Options, "cpu", steps: 1);
        Checkpoint.Save(session.TakeState(1, 0), _path);
        CheckpointFile.Rewrite(_path, metadata: (name, value));

        InputAssert.Refuses(() => Checkpoint.Load(_path), _path, part);
    }

    [Test]
    public void Load_CounterWithoutANumber_IsRefused()
    {
        using TrainingSession session = Session(SmallRun.Options, "cpu", steps: 1);
        Checkpoint.Save(session.TakeState(1, 0), _path);
        CheckpointFile.Rewrite(_path, without: "random.noise", extra: writer => writer.Add("random.noise", [0], Array.Empty<long>()));

        InputAssert.Refuses(() => Checkpoint.Load(_path), _path, "'random.noise' is [0]", "[1]");
    }

    private static TrainingSession Session(TrainingOptions options, string backend, int steps)
    {
        TrainingSession session = new(options, BackendCases.Get(backend), SmallRun.Images());
        for (int step = 0; step < steps; step++)
        {
            session.Batches.Prepare();
            session.Step.Run();
        }

        return session;
    }
}
