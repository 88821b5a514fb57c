using System.CommandLine;
using System.Text.Json.Nodes;
using NativeGan.Training.Commands;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

public sealed class TrainingOptionSetTests
{
    private static IEnumerable<string> Names()
    {
        Command command = new("train");
        new TrainingOptionSet().AddTo(command);
        return command.Options.Select(option => option.Name);
    }

    [TestCaseSource(nameof(Names))]
    public void Option_Given_ChangesItsPartOfTheConfiguration(string name)
    {
        TrainingOptions preset = PresetCatalog.Find("s4").Options;
        TrainingOptionSet set = new();
        Command command = new("train");
        set.AddTo(command);
        Option option = command.Options.Single(entry => entry.Name == name);

        string[][] changes = [.. Candidates(option)
            .Select(value => Changes(preset, set.Apply(command.Parse([name, value]), preset)))
            .Where(changed => changed.Length > 0)];

        // An optimiser's option without "d-" or "g-" changes both networks, another model and hidden units change layers too, any other option changes one value.
        bool isForBoth = Names().Contains($"--d-{name[2..]}");
        int expected = name == "--model" ? 3 : isForBoth || name.EndsWith("-hidden", StringComparison.Ordinal) ? 2 : 1;
        Assert.That(changes, Is.Not.Empty, "no value changes anything");
        Assert.That(changes.Select(changed => changed.Length), Is.All.EqualTo(expected));
        Assert.That(changes.Select(changed => changed[0]).Distinct().Count(), Is.EqualTo(1));
        if (name.StartsWith("--d-", StringComparison.Ordinal) || name.StartsWith("--g-", StringComparison.Ordinal))
        {
            Assert.That(changes[0][0], Does.StartWith(name[2] == 'd' ? "$.discriminatorOptimizer." : "$.generatorOptimizer."));
        }
    }

    [Test]
    public void Options_Together_ReachEveryPartOfTheConfiguration()
    {
        TrainingOptions preset = PresetCatalog.Find("s4").Options;
        TrainingOptionSet set = new();
        Command command = new("train");
        set.AddTo(command);

        HashSet<string> reached = [.. command.Options.SelectMany(option => Candidates(option)
            .SelectMany(value => Changes(preset, set.Apply(command.Parse([option.Name, value]), preset))))];

        // The preset is the command's argument, faithful a choice among its two forms.
        string[] all = [.. Leaves(TrainingOptionsFile.ToNode(preset)).Keys.Except(["$.preset", "$.faithful"])];
        Assert.That(reached, Is.EquivalentTo(all));
    }

    [Test]
    public void Configuration_WrittenAndRead_IsTheSame()
    {
        foreach (Preset preset in PresetCatalog.All)
        {
            Assert.That(TrainingOptionsFile.FromJson(TrainingOptionsFile.ToJson(preset.Options, indented: true), "a test"), Is.EqualTo(preset.Options));
            Assert.That(TrainingOptionsCheck.Validate(preset.FaithfulOptions), Is.EqualTo(preset.FaithfulOptions));
        }
    }

    [Test]
    public void Configuration_InPart_LeavesTheRest()
    {
        string path = Path.GetTempFileName();
        TrainingOptions preset = PresetCatalog.Find("s4").Options;
        File.WriteAllText(path, """{ "batchSize": 5, "generatorOptimizer": { "beta1": 0.5 } }""");

        TrainingOptions found = TrainingOptionsFile.Overlay(preset, path);
        File.Delete(path);

        Assert.That(found, Is.EqualTo(preset with { BatchSize = 5, GeneratorOptimizer = preset.GeneratorOptimizer with { Beta1 = 0.5 } }));
    }

    [Test]
    public void Presets_Faithful_DifferAsTheySay()
    {
        Assert.That(
            Changes(PresetCatalog.Find("s4").Options, PresetCatalog.Find("s4").FaithfulOptions), Is.EquivalentTo(new[] { "$.faithful", "$.loss", "$.order" }));
        Assert.That(Changes(PresetCatalog.Find("s0").Options, PresetCatalog.Find("s0").FaithfulOptions), Is.EquivalentTo(new[] { "$.faithful" }));
    }

    /// <summary>Values to try: numbers that no preset has, both truths, layers, or the words that the description lists.</summary>
    private static string[] Candidates(Option option)
    {
        if (option.Name.EndsWith("-layers", StringComparison.Ordinal))
        {
            return ["77,78"];
        }

        if (option.ValueType == typeof(double))
        {
            return ["0.123"];
        }

        if (option.ValueType == typeof(bool))
        {
            return ["true", "false"];
        }

        if (option.ValueType != typeof(string))
        {
            return ["77"];
        }

        string list = option.Description!.Split("One of: ")[1];
        return list[..list.IndexOf('.', StringComparison.Ordinal)].Split(", ");
    }

    private static string[] Changes(TrainingOptions before, TrainingOptions after)
    {
        Dictionary<string, string> old = Leaves(TrainingOptionsFile.ToNode(before)), changed = Leaves(TrainingOptionsFile.ToNode(after));
        return [.. old.Keys.Where(path => old[path] != changed[path]).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Leaves(JsonNode node) => node is JsonObject inner
        ? inner.SelectMany(property => Leaves(property.Value!)).ToDictionary()
        : new Dictionary<string, string> { [node.GetPath()] = node.ToJsonString() };
}
