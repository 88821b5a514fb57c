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
    [Test]
    public void Help_ForAPreset_ShowsMeaningRangeUnitAndItsDefault()
    {
        Command command = new("train");
        new TrainingOptionSet(_ => PresetCatalog.Find("s1").Options).AddTo(command);
        ParseResult parsed = command.Parse([]);

        Assert.That(Text("--batch-size", all: false), Is.EqualTo("Samples in a batch. [default: 100]"));
        Assert.That(Text("--batch-size"), Is.EqualTo("Samples in a batch. 1 to 1048576 samples. [default: 100]"));
        Assert.That(Text("--dropout-keep"), Does.Contain("Above 0, up to 1.").And.Contain("Used by vanilla, ").And.EndsWith("[default: 0.7]"));
        Assert.That(Text("--beta2"), Does.StartWith("Adam's decay of the mean square. For both networks. 0 or more, below 1.").And.Contain("Source: Kingma & Ba 2015"));
        Assert.That(Text("--g-beta2"), Is.EqualTo("As --beta2, for the generator alone. [default: 0.999]"));

        string Text(string name, bool all = true) => command.Options.OfType<RowOption>().Single(option => option.Name == name).Describe(parsed, all);
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

    private static string[] Changes(TrainingOptions before, TrainingOptions after)
    {
        Dictionary<string, string> old = Leaves(TrainingOptionsFile.ToNode(before)), changed = Leaves(TrainingOptionsFile.ToNode(after));
        return [.. old.Keys.Where(path => old[path] != changed[path]).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Leaves(JsonNode node) => node is JsonObject inner
        ? inner.SelectMany(property => Leaves(property.Value!)).ToDictionary()
        : new Dictionary<string, string> { [node.GetPath()] = node.ToJsonString() };
}
