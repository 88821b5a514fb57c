using System.CommandLine;
using NativeGan.Benchmarks.Commands;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NativeGan.Training.Presets;
using NUnit.Framework;
using TrainingProgram = NativeGan.Training.Commands.CommandLine;

namespace NativeGan.Tests.Training.Commands;

/// <summary>Help of every command of both programs, in process.</summary>
[NonParallelizable]
public sealed class HelpTests
{
    private static IEnumerable<string> Presets => PresetCatalog.All.Select(preset => preset.Name);

    private static IEnumerable<string> CommandLines =>
    [
        .. CommandsBelow(TrainingProgram.CreateRoot()).Select(command => string.Join(' ', HelpScreen.WordsOf(command))),
        .. Presets.Select(name => $"train {name}"), "train goodfellow2014 --faithful", "tune s4", "",
    ];

    private static IEnumerable<string> BenchmarkCommandLines =>
        CommandsBelow(BenchmarkCommandLine.CreateRoot("")).Select(command => command.Name).Append("");

    [TestCaseSource(nameof(CommandLines))]
    public void Help_OfACommand_FitsEightyColumns(string words)
    {
        EnsureFits(ProgramInProcess.Run([.. Words(words), "--help"]), words);
        EnsureFits(ProgramInProcess.Run([.. Words(words), "--help-all"]), words);
    }

    [TestCaseSource(nameof(BenchmarkCommandLines))]
    public void Help_OfABenchmark_FitsEightyColumns(string words) =>
        EnsureFits(ProgramInProcess.RunBenchmarks([.. Words(words), "--help"]), words);

    [Test]
    public void HelpAll_OfEveryCommand_MentionsEveryOption()
    {
        foreach (Command command in CommandsBelow(TrainingProgram.CreateRoot()))
        {
            string help = ProgramInProcess.Run([.. HelpScreen.WordsOf(command), "--help-all"]).Output;

            Assert.That(command.Options.Select(option => $"  {option.Name}").Where(name => !help.Contains(name, StringComparison.Ordinal)), Is.Empty, command.Name);
            Assert.That(command.Options.Select(option => option.Description), Is.All.Not.Null.And.All.Not.Empty, command.Name);
        }
    }

    [Test]
    public void Program_Alone_ShowsItsCommands()
    {
        ProgramResult result = ProgramInProcess.Run(), benchmarks = ProgramInProcess.RunBenchmarks();

        Assert.That(result.ExitCode, Is.Zero);
        foreach (Command command in TrainingProgram.CreateRoot().Subcommands)
        {
            Assert.That(result.Output, Does.Match($@"(?m)^  {command.Name} +\S"));
        }

        Assert.That(result.Output.Split('\n'), Has.Length.LessThan(45), "an overview fits a screen");
        Assert.That(benchmarks.ExitCode, Is.Zero);
        Assert.That(benchmarks.Output, Does.Match(@"(?m)^  ladder +\S").And.Contain("--filter"));
    }

    [Test]
    public void Help_OfAPreset_ShowsItsOwnDefaultsInSections()
    {
        string s4 = ProgramInProcess.Run("train", "s4", "--help").Output, s1 = ProgramInProcess.Run("train", "s1", "--help").Output;

        Assert.That(s4, Does.Match(@"(?s)\nRun\n.*\nNetworks and losses\n.*\nOptimiser and updates\n.*\nData\n.*\nOutput\n"));
        Assert.That(s4, Does.Match(@"--batch-size N +Samples in a batch. \[default: 128\]").And.Not.Contain("--dropout-keep").And.Not.Contain("--d-beta1 "));
        Assert.That(s1, Does.Match(@"--batch-size N +Samples in a batch. \[default: 100\]").And.Contain("--dropout-keep"));
        Assert.That(s4.Split('\n'), Has.Length.LessThan(120));
    }

    [Test]
    public void HelpCommand_OfACommand_IsItsHelp()
    {
        Assert.That(ProgramInProcess.Run("help", "train", "s4").Output, Is.EqualTo(ProgramInProcess.Run("train", "s4", "--help").Output));
        Assert.That(ProgramInProcess.Run("help", "data", "check").Output, Is.EqualTo(ProgramInProcess.Run("data", "check", "--help").Output));
        Assert.That(ProgramInProcess.Run("help").Output, Is.EqualTo(ProgramInProcess.Run().Output));
        ProgramInProcess.Refuses(ExitCodes.Usage, ["help", "trian"], "no command 'trian'", "'train'");
    }

    [Test]
    public void Benchmarks_Typo_IsAUsageError()
    {
        Assert.That(BenchmarkCommandLine.Knows(["laddr"]), Is.True);
        Assert.That(BenchmarkCommandLine.Knows(["--help"]), Is.True);
        Assert.That(BenchmarkCommandLine.Knows(["--filter", "*MatMul*"]), Is.False);
        ProgramResult result = ProgramInProcess.RunBenchmarks("laddr");

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(result.Error, Does.Contain("no command 'laddr'; did you mean 'ladder'?"));
    }

    [Test]
    public void Presets_Table_FitsEightyColumnsAndHasAllOfThem()
    {
        ProgramResult result = ProgramInProcess.Run("presets");

        EnsureFits(result, "presets");
        foreach (Preset preset in PresetCatalog.All)
        {
            Assert.That(result.Output, Does.Match($@"(?m)^{preset.Name} .* {preset.Options.Steps} +{preset.QuickSteps}$"));
        }
    }

    [TestCaseSource(nameof(Presets))]
    public void Presets_OfOne_ShowsNetworksSourceAndBothFaces(string name)
    {
        ProgramResult result = ProgramInProcess.Run("presets", name);
        string text = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Preset preset = PresetCatalog.Find(name);

        EnsureFits(result, name);
        Assert.That(text, Does.Contain(preset.Source).And.Contain(preset.FaithfulNote).And.Contain(preset.Options.Loss).And.Match(@"generator \d+ parameters: .*discriminator \d+ parameters: "));
    }

    [Test]
    public void Presets_AsJson_HoldConfigurationsThatConfigTakes()
    {
        using TemporaryFolder folder = new();
        System.Text.Json.Nodes.JsonNode node = System.Text.Json.Nodes.JsonNode.Parse(ProgramInProcess.Run("presets", "s4", "--json").Output)!;
        File.WriteAllText(folder.File("s4.json"), node["configuration"]!.ToJsonString());

        ProgramResult fromFile = ProgramInProcess.Run("train", "--config", folder.File("s4.json"), "--dry-run");

        Assert.That(fromFile.Output, Is.EqualTo(ProgramInProcess.Run("train", "s4", "--dry-run").Output).And.Contain("\"preset\": \"s4\""));
        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(ProgramInProcess.Run("presets", "--json").Output)!.AsArray(), Has.Count.EqualTo(PresetCatalog.All.Count));
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Command> CommandsBelow(Command command) => command.Subcommands.SelectMany(inner => CommandsBelow(inner).Prepend(inner));

    private static void EnsureFits(ProgramResult result, string what)
    {
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output.Trim(), Is.Not.Empty, what);
        Assert.That(result.Output.Split('\n').Where(line => line.Length > 80), Is.Empty, what);
        Assert.That(result.Output, Does.Not.Contain("System.").And.Not.Contain("<").And.Not.Contain("|Tf32"), what);
    }
}
