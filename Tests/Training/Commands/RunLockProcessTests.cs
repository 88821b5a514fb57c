using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>One run folder has one process that trains in it, whatever is started beside it.</summary>
[TestFixture]
public sealed class RunLockProcessTests
{
    private const string Endless = "100000000";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Train_SeveralStartedTogether_TakeAFolderEach()
    {
        NativeGanProgram[] programs = [.. Enumerable.Range(0, 4).Select(seed => NativeGanProgram.Start(
            _folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--seed", $"{seed}", "--checkpoint-every", "0"]))];

        ProgramResult[] results = [.. programs.Select(program => program.Wait())];

        Array.ForEach(programs, program => program.Dispose());
        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero, string.Concat(results.Select(result => result.Error)));
        string[] runs = [.. Directory.GetDirectories(_folder.File("runs")).Order(StringComparer.Ordinal)];
        Assert.That(runs.Select(Path.GetFileName), Is.EqualTo(new[] { "s4-001", "s4-002", "s4-003", "s4-004" }));
        Assert.That(runs.Select(run => File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length), Is.All.EqualTo(2), "a header and the last step, of one run each");
    }

    [Test]
    public void Train_SeveralIntoOneFolder_OneGetsItAndTheOthersSaySo()
    {
        NativeGanProgram[] programs = [.. Enumerable.Range(0, 3).Select(seed => NativeGanProgram.Start(
            _folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--seed", $"{seed}", "--checkpoint-every", "0", "--out", "run"]))];

        ProgramResult[] results = [.. programs.Select(program => program.Wait())];

        Array.ForEach(programs, program => program.Dispose());
        Assert.That(results.Select(result => result.ExitCode).Order(), Is.EqualTo(new[] { ExitCodes.Success, ExitCodes.DataMissing, ExitCodes.DataMissing }));
        Assert.That(results.Where(result => result.ExitCode != 0).Select(result => result.Error), Is.All.Match("in use|is not empty"));
    }

    [Test]
    public void RunFolder_WhileATrainingHoldsIt_IsReadButNotTrainedIn()
    {
        string run = _folder.File("run");
        using NativeGanProgram holder = NativeGanProgram.Start(
            _folder.Path, [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0", "--checkpoint-every", "10", "--steps", Endless, "--out", run]);
        holder.WaitForFile(run, "checkpoint-000010.safetensors");

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, [.. NativeGanProgram.SmallTraining, "--out", run], run, "in use", $"process {holder.Id}");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["resume", run], run, "in use", $"process {holder.Id}", Environment.MachineName);
        NativeGanProgram.Succeed(_folder.Path, "sample", CheckpointAssert.PathOf(run, 10), "--count", "1", "--out", _folder.File("x.png"));
        NativeGanProgram.Succeed(_folder.Path, "sample", run, "--count", "1", "--out", _folder.File("x.png"));

        holder.Kill();
        string output = NativeGanProgram.Succeed(_folder.Path, "resume", run, "--minutes", "0.001");
        Assert.That(output, Does.Contain("resuming"), "the lock of a process that is gone holds nobody up");
    }

    [Test]
    public void Resume_AfterAKill_RemovesTheFilesThatWereBeingWrittenAndNoOthers()
    {
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "2", "--out", "run"]);
        string[] left = ["checkpoint-000003.safetensors.tmp-0abcd1ef.xy5", "run.json.tmp-abcdefgh.ijk", "samples/step-000003.png.tmp-abcdefgh.ijk"];
        string[] others = ["notes.tmp-mine", "notes.tmp-abcdefgh.IJK", "x.tmp-abcdefgh.ijk.txt"];
        foreach (string name in left.Concat(others))
        {
            File.WriteAllText(_folder.File(Path.Combine("run", name)), "half");
        }

        NativeGanProgram.Succeed(_folder.Path, "resume", "run", "--steps", "3");

        Assert.That(left.Where(name => File.Exists(_folder.File(Path.Combine("run", name)))), Is.Empty);
        Assert.That(others.Where(name => !File.Exists(_folder.File(Path.Combine("run", name)))), Is.Empty);
    }
}
