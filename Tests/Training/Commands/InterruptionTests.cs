using System.Globalization;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>A training that is interrupted or killed at any moment goes on to the bits of one that was not.</summary>
[TestFixture]
[Platform(Exclude = "Win", Reason = "Signals are sent with kill.")]
public sealed class InterruptionTests
{
    /// <summary>So many that no run ends by itself before the signal.</summary>
    private const string Endless = "100000000";

    private const int StepsAfterwards = 30;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void CtrlC_DuringTraining_SavesAndResumesToTheSameBits()
    {
        string run = _folder.File("run");
        string[] training = [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0"];
        using NativeGanProgram program = NativeGanProgram.Start(_folder.Path, [.. training, "--checkpoint-every", "0", "--steps", Endless, "--out", run]);
        program.WaitForLine("step ");

        program.Interrupt();
        ProgramResult result = program.Wait();

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Interrupted), result.Error);
        Assert.That(result.Output, Does.Contain("interrupted after step").And.Contain("nativegan resume"));
        Assert.That(result.Error.Trim(), Is.Empty);
        CompareWithUndisturbed(run, training);
    }

    [Test]
    public void HangUp_DuringTraining_SavesAsTerminateDoes()
    {
        string run = _folder.File("run");
        using NativeGanProgram program = NativeGanProgram.Start(
            _folder.Path, [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0", "--checkpoint-every", "0", "--steps", Endless, "--out", run]);
        program.WaitForLine("step ");

        program.HangUp();
        ProgramResult result = program.Wait();

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Interrupted), result.Error);
        Assert.That(LatestStep(run), Is.GreaterThan(0));
    }

    [TestCase("dumb")]
    [TestCase("xterm")]
    [Platform("Linux", Reason = "A terminal is made with the C library.")]
    public void HangUp_OfATerminalThatIsGone_SavesAllTheSame(string kind)
    {
        string run = _folder.File("run");
        using PseudoTerminal terminal = new();
        using NativeGanProgram program = NativeGanProgram.StartOn(
            terminal, kind, _folder.Path, [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0", "--checkpoint-every", "10", "--steps", Endless, "--out", run]);
        program.WaitForFile(run, "checkpoint-000010.safetensors");

        terminal.Close(); // from here on everything that is written to it fails
        long before = LatestStep(run);
        program.WaitForFile(run, CheckpointPattern(before + 30));
        program.HangUp();
        ProgramResult result = program.Wait();

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(NativeGanProgram.Succeed(_folder.Path, "resume", run, "--steps", "1"), Does.Contain("nothing to do"), "the newest checkpoint is whole");
    }

    [Test]
    public void CtrlC_WhereItIsIgnoredFromTheStart_IsLeftIgnoredAndTerminateSaves()
    {
        const int LinesOfAPipe = 65536 / 20; // after so many lines the program has written some of them after the signal
        string run = _folder.File("run");
        using NativeGanProgram program = NativeGanProgram.StartIgnoringInterrupt(
            _folder.Path, [.. NativeGanProgram.SmallTraining, "--log-every", "1", "--sample-every", "0", "--checkpoint-every", "0", "--steps", Endless, "--out", run]);
        program.WaitForLine("step ");

        program.Interrupt();
        for (int line = 0; line < LinesOfAPipe; line++)
        {
            program.WaitForLine("step ");
        }

        program.Terminate();
        ProgramResult result = program.Wait();

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Interrupted), result.Error);
        Assert.That(result.Output, Does.Contain("interrupted after step"));
        Assert.That(LatestStep(run), Is.GreaterThanOrEqualTo(LinesOfAPipe));
    }

    [Test]
    public void Kill_AtThreeRandomMoments_ResumesToTheSameBits()
    {
        // Seeded moments in milliseconds: after the first checkpoint of a run, after the start of a process, and after its first line.
        Random random = new(20140610);
        string run = _folder.File("run");
        string[] training = [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0"];
        using (NativeGanProgram program = NativeGanProgram.Start(_folder.Path, [.. training, "--checkpoint-every", "7", "--steps", Endless, "--out", run]))
        {
            program.WaitForFile(run, "checkpoint-*.safetensors");
            Thread.Sleep(random.Next(300));
            program.Kill();
        }

        for (int kill = 0; kill < 2; kill++)
        {
            using NativeGanProgram program = NativeGanProgram.Start(_folder.Path, "resume", run, "--device", "cpu", "--threads", "1");
            if (kill == 1)
            {
                program.WaitForLine("step ");
            }

            Thread.Sleep(random.Next(900));
            program.Kill();
        }

        CompareWithUndisturbed(run, training);
    }

    /// <summary>Resumes for some steps, trains as far in one go, and compares.</summary>
    private void CompareWithUndisturbed(string run, string[] training)
    {
        long steps = LatestStep(run) + StepsAfterwards;
        string count = steps.ToString(CultureInfo.InvariantCulture), undisturbed = _folder.File("undisturbed");

        NativeGanProgram.Succeed(_folder.Path, "resume", run, "--device", "cpu", "--threads", "2", "--steps", count);
        NativeGanProgram.Succeed(_folder.Path, [.. training, "--checkpoint-every", "0", "--steps", count, "--out", undisturbed]);

        CheckpointAssert.HaveSameTensors(CheckpointAssert.PathOf(run, steps), CheckpointAssert.PathOf(undisturbed, steps));
        Assert.That(LoggedLosses(run), Is.SupersetOf(LoggedLosses(undisturbed)));
    }

    private static string CheckpointPattern(long step) => Path.GetFileName(CheckpointAssert.PathOf("", step / 10 * 10));

    private static long LatestStep(string run) => Directory.GetFiles(run, "checkpoint-*.safetensors")
        .Max(path => long.Parse(Path.GetFileNameWithoutExtension(path)["checkpoint-".Length..], CultureInfo.InvariantCulture));

    /// <summary>Step, losses and scores of each line; speed and time differ from run to run.</summary>
    private static string[] LoggedLosses(string run) =>
        [.. File.ReadLines(Path.Combine(run, "metrics.csv")).Select(line => string.Join(',', line.Split(',').Take(5)))];
}
