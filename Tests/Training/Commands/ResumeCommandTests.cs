using NativeGan.Tests.Training.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>What <c>resume</c> and <c>--config</c> take over from an earlier run.</summary>
[TestFixture]
public sealed class ResumeCommandTests
{
    private TemporaryFolder _temporary = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public void Train()
    {
        _temporary = new TemporaryFolder();
        _folder = _temporary.Path;
        NativeGanProgram.Succeed(_folder,
        [
            "train", "s4", "--dataset", "built-in-digits", "--device", "reference", "--noise-size", "2", "--generator-hidden", "2",
            "--discriminator-hidden", "2", "--batch-size", "2", "--steps", "2", "--out", "run",
        ]);
    }

    [OneTimeTearDown]
    public void Delete() => _temporary.Dispose();

    [Test]
    public void Resume_WithoutDevice_GoesOnWhereTheRunWasStarted()
    {
        string output = NativeGanProgram.Succeed(_folder, ["resume", "run", "--steps", "3"]);

        Assert.That(output, Does.Contain("device: reference").And.Contain("as the run was started"));
    }

    [Test]
    public void Resume_OfAPartOfTheImages_GoesOnWithThatPart()
    {
        // 3 images in batches of 2: which come next depends on how many there are.
        string[] run = ["train", "s1", "--dataset", "built-in-digits", "--device", "cpu", "--training-images", "3", "--batch-size", "2", "--checkpoint-every", "0"];
        string whole = NativeGanProgram.Succeed(_folder, [.. run, "--steps", "5", "--out", "whole"]);
        NativeGanProgram.Succeed(_folder, [.. run, "--steps", "2", "--out", "halves"]);

        NativeGanProgram.Succeed(_folder, ["resume", "halves", "--steps", "5"]);

        Assert.That(whole, Does.Contain("out of the first 3,"));
        CheckpointAssert.HaveSameTensors(CheckpointAssert.PathOf(Path.Combine(_folder, "halves"), 5), CheckpointAssert.PathOf(Path.Combine(_folder, "whole"), 5));
    }

    [Test]
    public void Train_WithTheConfigurationOfAnotherPreset_IsRefused()
    {
        ProgramResult result = NativeGanProgram.Run(_folder, ["train", "s0", "--config", "run/run.json", "--out", "other"]);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("is of preset 's4', 's0' is to be trained"));
        Assert.That(Directory.Exists(Path.Combine(_folder, "other")), Is.False);
    }

    [Test]
    public void Gradcheck_WithAStepThatMakesEveryPointAKink_Fails()
    {
        ProgramResult result = NativeGanProgram.Run(_folder, ["gradcheck", "--op", "Square", "--h", "0.9"]);

        Assert.That(result.ExitCode, Is.EqualTo(3));
    }
}
