using System.Text.Json.Nodes;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program trusts a checkpoint only when it is whole, finite, and of the folder's run.</summary>
[TestFixture]
public sealed class CheckpointTrustTests
{
    private TemporaryFolder _folder = null!;
    private string _run = null!;

    [SetUp]
    public void TrainInSteps()
    {
        _folder = new TemporaryFolder();
        _run = _folder.File("run");
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "4", "--log-every", "1", "--sample-every", "2", "--checkpoint-every", "2", "--out", _run]);
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("zeroed")]
    [TestCase("one bit")]
    [TestCase("one bit of the configuration")]
    public void Checkpoint_Damaged_IsRefusedAndTheNewestGoodOneIsOffered(string what)
    {
        Damage(CheckpointAssert.PathOf(_run, 4), what);
        byte[] description = File.ReadAllBytes(Path.Combine(_run, "run.json"));

        foreach (string[] command in new[] { new[] { "sample", _run }, ["eval", _run], ["resume", _run, "--steps", "6"] })
        {
            NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, command, "checkpoint-000004", "damaged", "--from 2");
        }

        Assert.That(File.ReadAllBytes(Path.Combine(_run, "run.json")), Is.EqualTo(description));
    }

    [Test]
    public void Resume_FromAnEarlierStep_GoesOnToTheSameBitsAndLeavesNoNewerCheckpointBehind()
    {
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--checkpoint-every", "0", "--out", "undisturbed"]);
        Damage(CheckpointAssert.PathOf(_run, 4), "zeroed");

        string output = NativeGanProgram.Succeed(_folder.Path, "resume", _run, "--from", "2", "--steps", "3", "--device", "cpu");

        Assert.That(output, Does.Contain("after step 2 of 3").And.Contain("checkpoint-000004.safetensors.old"));
        CheckpointAssert.HaveSameTensors(CheckpointAssert.PathOf(_run, 3), CheckpointAssert.PathOf(_folder.File("undisturbed"), 3));
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "sample", _run, "--count", "1"), Does.Contain("of step 3"), "the newest is of the run that went on");
    }

    [Test]
    public void From_AStepThatHasNoCheckpoint_NamesThoseThatThereAre()
    {
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["sample", _run, "--from", "3"], "step 3", "0, 2, 4");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Usage, ["sample", _run, "--from", "newer"], "--from: found 'newer'", "newest");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Usage, ["sample", CheckpointAssert.PathOf(_run, 2), "--from", "2"], "--from", "a checkpoint already");
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "sample", _run, "--from", "2", "--count", "1"), Does.Contain("of step 2"));
    }

    [Test]
    public void Checkpoint_WithWeightsThatAreNoNumbers_IsRefused()
    {
        CheckpointFile.Rewrite(CheckpointAssert.PathOf(_run, 4), change: (name, values) => name == "generator.0.weight" ? [float.NaN, .. values.Skip(1)] : values);

        foreach (string[] command in new[] { new[] { "sample", _run }, ["eval", _run], ["resume", _run, "--steps", "6"], ["sample", CheckpointAssert.PathOf(_run, 4)] })
        {
            NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, command, "'generator.0.weight' holds NaN or infinity");
        }
    }

    [Test]
    public void Checkpoint_OfAnotherPreset_IsRefusedAndRunJsonStays()
    {
        NativeGanProgram.Succeed(_folder.Path, ["train", "bigan", .. NativeGanProgram.SmallTraining.Skip(2), "--steps", "6", "--checkpoint-every", "0", "--out", "other"]);
        File.Copy(CheckpointAssert.PathOf(_folder.File("other"), 6), CheckpointAssert.PathOf(_run, 6));
        byte[] description = File.ReadAllBytes(Path.Combine(_run, "run.json"));

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["resume", _run, "--steps", "8"], "checkpoint-000006", "bigan", "s4", "--from 4");

        Assert.That(File.ReadAllBytes(Path.Combine(_run, "run.json")), Is.EqualTo(description));
    }

    [Test]
    public void Resume_ThatCannotBegin_LeavesRunJsonAsItIs()
    {
        File.AppendAllText(Path.Combine(_run, "metrics.csv"), "many\n");
        byte[] description = File.ReadAllBytes(Path.Combine(_run, "run.json"));

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["resume", _run, "--steps", "4001"], "metrics.csv", "line 6");

        Assert.That(File.ReadAllBytes(Path.Combine(_run, "run.json")), Is.EqualTo(description));
    }

    [Test]
    public void Checkpoint_OfAVersionWithoutAHash_IsReadWithAWord()
    {
        CheckpointFile.RemoveHash(CheckpointAssert.PathOf(_run, 4));

        Assert.That(NativeGanProgram.Succeed(_folder.Path, "sample", _run, "--count", "1"), Does.Contain("no checksum"));
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "resume", _run, "--steps", "5"), Does.Contain("no checksum"));
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "sample", _run, "--count", "1"), Does.Not.Contain("no checksum"), "the new one has it");
    }

    [Test]
    public void RunJson_SaysWhenWhereHowAndHowItEnded()
    {
        string path = Path.Combine(_run, "run.json");
        JsonNode first = JsonNode.Parse(File.ReadAllText(path))!;
        NativeGanProgram.Succeed(_folder.Path, "resume", _run, "--steps", "5", "--threads", "1");
        JsonNode second = JsonNode.Parse(File.ReadAllText(path))!;

        Assert.That((string?)first["command"], Does.StartWith("nativegan train s4 --dataset built-in-digits").And.EndWith($"--checkpoint-every 2 --out {_run}"));
        Assert.That(((string?)first["status"], (string?)first["host"], (long?)first["step"]), Is.EqualTo(("done", Environment.MachineName, 4L)));
        Assert.That((string?)first["started"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
        Assert.That((string?)first["ended"], Is.GreaterThanOrEqualTo((string)first["started"]!));
        Assert.That((double?)first["durationSeconds"], Is.GreaterThan(0));
        Assert.That(((string?)second["started"], (string?)second["command"], (long?)second["step"]), Is.EqualTo(((string?)first["started"], (string?)first["command"], 5L)));
        Assert.That(second["resumed"]!.AsArray().Select(resumed => (string?)resumed!["command"]), Is.EqualTo(new[] { $"nativegan resume {_run} --steps 5 --threads 1" }));
        Assert.That((double?)second["durationSeconds"], Is.GreaterThan((double)first["durationSeconds"]!));
        Assert.That(File.ReadAllText(path), Does.Not.Contain("\\u"));
    }

    [TestCase("--steps 3", "done")]
    [TestCase("--minutes 0.0001 --steps 2000000", "time is up")]
    [TestCase("--faithful --learning-rate 300 --steps 500", "diverged")]
    public void RunJson_HasTheStatusOfTheEnd(string arguments, string status)
    {
        NativeGanProgram.Run(_folder.Path, [.. NativeGanProgram.SmallTraining, .. arguments.Split(' '), "--out", "ended"]);

        Assert.That((string?)JsonNode.Parse(File.ReadAllText(_folder.File("ended/run.json")))!["status"], Is.EqualTo(status));
    }

    private static void Damage(string path, string what)
    {
        byte[] bytes = File.ReadAllBytes(path);
        switch (what)
        {
            case "zeroed":
                bytes.AsSpan(bytes.Length - 2000).Clear();
                break;
            case "one bit":
                bytes[^1001] ^= 1;
                break;
            default:
                int rate = bytes.AsSpan().IndexOf("0.0002"u8);
                Assert.That(rate, Is.GreaterThan(0));
                bytes[rate + 5] ^= 1;
                break;
        }

        File.WriteAllBytes(path, bytes);
    }
}
