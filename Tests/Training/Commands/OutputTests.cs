using NativeGan.Tests.Architecture;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program where its outputs are closed, full or left, and what it reads from pipes.</summary>
[TestFixture]
public sealed class OutputTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void SetUp()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("A shell and /dev/full are needed.");
        }

        _folder = new TemporaryFolder();
    }

    [OneTimeTearDown]
    public void TearDown() => _folder?.Dispose();

    [TestCase(">&-", ExitCodes.Success, "")]
    [TestCase(">/dev/full", ExitCodes.DataMissing, "The standard output cannot be written: the disk is full.")]
    [TestCase("2>&-", ExitCodes.Success, "")]
    [TestCase("2>/dev/full", ExitCodes.Success, "")]
    public void Train_WhereAnOutputCannotBeWritten_WritesItsFolder(string redirection, int exitCode, string error)
    {
        string run = _folder.File($"run {redirection.Replace('/', '-')}");

        ProgramResult result = NativeGanProgram.RunInShell(
            _folder.Path, $"exec \"$0\" \"$@\" {redirection}", [.. NativeGanProgram.SmallTraining, "--steps", "3", "--out", run]);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Error);
        Assert.That(result.Error.Trim(), error.Length == 0 ? Is.Empty : Does.Contain(error).And.Not.Contain("\n"));
        Assert.That(File.ReadAllLines(Path.Combine(run, "metrics.csv"))[0], Does.StartWith("step"), "nothing of the log is in a file of the run");
        Assert.That(File.Exists(CheckpointAssert.PathOf(run, 3)));
    }

    [TestCase("train s9")]
    [TestCase("train s4 --digit 3 --verbose")]
    [TestCase("resume nowhere")]
    [TestCase("sample nowhere --digit x")]
    public void Error_WhereTheStandardErrorIsFull_KeepsItsExitCode(string arguments)
    {
        int expected = NativeGanProgram.Run(_folder.Path, arguments.Split(' ')).ExitCode;

        ProgramResult result = NativeGanProgram.RunInShell(_folder.Path, "exec \"$0\" \"$@\" 2>/dev/full", arguments.Split(' '));

        Assert.That(result.ExitCode, Is.EqualTo(expected).And.Not.Zero);
    }

    [Test]
    public void Program_WhoseReaderLeaves_EndsWithoutAWord()
    {
        ProgramResult result = NativeGanProgram.RunInShell(_folder.Path, "(\"$0\" \"$@\"; echo $? >code) | head -1", "train", "s4", "--help");

        Assert.That(result.Error.Trim(), Is.Empty);
        Assert.That(File.ReadAllText(_folder.File("code")).Trim(), Is.EqualTo("0"));
    }

    [TestCase("/dev/stdin", "printf '{\"preset\": \"s4\", \"batchSize\": 77}' |")]
    [TestCase("-", "printf '{\"preset\": \"s4\", \"batchSize\": 77}' |")]
    public void Configuration_FromAPipe_IsRead(string file, string before)
    {
        ProgramResult result = NativeGanProgram.RunInShell(_folder.Path, $"{before} \"$0\" \"$@\"", "train", "--config", file, "--dry-run");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain("\"batchSize\": 77"));
    }

    [Test]
    public void Train_Quiet_TellsItsFolderAlone()
    {
        string run = _folder.File("quiet");

        ProgramResult result = NativeGanProgram.Run(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--out", run, "--quiet"]);

        Assert.That(result.Output.Trim(), Is.EqualTo(run));
        Assert.That(result.Error.Trim(), Is.Empty);
    }

    [Test]
    public void Train_AsARunOfAnotherFolder_NeedsNoPreset()
    {
        string run = _folder.File("first");
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--out", run]);

        ProgramResult dry = ProgramInProcess.Run("train", "--config", Path.Combine(run, "run.json"), "--dry-run");

        Assert.That(dry.Output, Does.Contain("\"preset\": \"s4\"").And.Contain("\"generatorHidden\": 4").And.Contain("\"steps\": 3"));
        Assert.That(Directory.Exists(_folder.File("runs")), Is.False, "a dry run writes nothing");
        ProgramInProcess.Refuses(ExitCodes.Usage, ["train", "s1", "--config", Path.Combine(run, "run.json")], "is of preset 's4'");
    }

    [TestCase("{\"preset\": \"s4\",\n\"packing\": 3}", "packing (configuration '", ", line 2): found 3", "divisor of --batch-size, 128")]
    [TestCase("{\"preset\": \"s4\",\n\"dropoutKeep\": 0.5}", "dropoutKeep (configuration '", ", line 2): model 'mlp' has no dropout")]
    [TestCase("{\"preset\": \"s4\", \"generatorHidden\": 300,\n\"generatorLayers\": \"400:relu,out:sigmoid\"}", "generatorHidden (configuration '", "line 1): found 300, but generatorLayers", "line 2) has 400 units")]
    [TestCase("{\"batchSize\": 5}", "names no preset", "nativegan train PRESET --config")]
    public void Configuration_ThatDoesNotGoTogether_NamesPathAndLine(string json, params string[] parts)
    {
        string path = _folder.File("wrong.json");
        File.WriteAllText(path, json);

        ProgramInProcess.Refuses(ExitCodes.Usage, ["train", "--config", path, "--dry-run"], parts);
    }

    [TestCase("runs/s4-001", "nativegan resume runs/s4-001")]
    [TestCase("my runs/s4", "nativegan resume 'my runs/s4'")]
    [TestCase("it's", "nativegan resume 'it'\\''s'")]
    [TestCase("a$b;c", "nativegan resume 'a$b;c'")]
    [TestCase("", "nativegan resume ''")]
    public void Suggestion_OfACommand_IsQuotedForTheShell(string folder, string command) =>
        Assert.That(Suggestion.Command("resume", folder), Is.EqualTo(command));

    [Test]
    public void Sources_SuggestCommandsInOnePlace()
    {
        string training = Path.Combine(RepositoryFolder.Path, "Training");

        IEnumerable<string> others = Directory.EnumerateFiles(training, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(file), @"nativegan (resume|sample|eval|train|compare) \{"));

        Assert.That(others, Is.Empty, "use Suggestion.Command, which quotes");
    }

    [Test]
    public void Advice_AfterADivergence_FitsTheCause()
    {
        NativeGan.Training.Options.TrainingOptions s4 = PresetCatalog.Find("s4").Options;

        Assert.That(DivergenceAdvice.For(s4), Is.EqualTo("Try a lower learning rate."));
        Assert.That(DivergenceAdvice.For(s4 with { GradientPenalty = 1e308 }), Does.Contain("--gradient-penalty 1e+308 (0)").And.Not.Contain("learning rate"));
        Assert.That(DivergenceAdvice.For(PresetCatalog.Find("s4").FaithfulOptions), Does.StartWith("Bare logarithms"));
    }
}
