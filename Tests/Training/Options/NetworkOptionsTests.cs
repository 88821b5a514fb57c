using System.Text.Json.Nodes;
using NativeGan.Models.Gans;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Options;

/// <summary>The layers of a run: from a preset, from what changes it, and from configurations written before runs had layers.</summary>
public sealed class NetworkOptionsTests
{
    // The presets that are older than the layers.
    private static IEnumerable<string> OlderPresets => PresetCatalog.All.Select(preset => preset.Name).Except(["pytorch-gan"])
        .Where(name => PresetCatalog.Find(name).Options.GeneratorLayers.Length > 0);

    [Test]
    public void Settle_NewLayers_AreCompletedFromThePresets()
    {
        TrainingOptions preset = PresetCatalog.Find("pytorch-gan").Options;

        TrainingOptions settled = NetworkOptions.Settle(preset, preset with { GeneratorLayers = "64,65", DiscriminatorLayers = "66" });

        Assert.That(settled.GeneratorLayers, Is.EqualTo("64:leaky-relu=0.2,65:batch-norm:leaky-relu=0.2,out:tanh"));
        Assert.That(settled.DiscriminatorLayers, Is.EqualTo("66:leaky-relu=0.2,out:none"));
    }

    [Test]
    public void Settle_AnotherModel_BringsItsOwnLayers()
    {
        TrainingOptions s1 = PresetCatalog.Find("s1").Options, s4 = PresetCatalog.Find("s4").Options;

        Assert.That(NetworkOptions.Settle(s1, s1 with { Model = "mlp" }).GeneratorLayers, Is.Empty);
        Assert.That(NetworkOptions.Settle(s1, s1 with { Model = "maxout" }).DiscriminatorLayers, Is.Empty);
        Assert.That(NetworkOptions.Settle(s4, s4 with { Model = "vanilla", DiscriminatorLayers = "9" }).DiscriminatorLayers, Is.EqualTo("9:leaky-relu=0.2:dropout-keep,out:none"));
    }

    [Test]
    public void Settle_HiddenUnits_AreTheWidthOfLayersOfOneWidth()
    {
        TrainingOptions preset = PresetCatalog.Find("wgan-gp-grid").Options;

        TrainingOptions settled = NetworkOptions.Settle(preset, preset with { GeneratorHidden = 7 });

        Assert.That(settled.GeneratorLayers, Is.EqualTo("7:relu,7:relu,7:relu,out:none"));
        Assert.That(settled.DiscriminatorLayers, Is.EqualTo(preset.DiscriminatorLayers));
    }

    [Test]
    public void Settle_NothingChanged_ChangesNothing()
    {
        foreach (Preset preset in PresetCatalog.All)
        {
            Assert.That(NetworkOptions.Settle(preset.Options, preset.Options), Is.EqualTo(preset.Options), preset.Name);
        }
    }

    [TestCaseSource(nameof(OlderPresets))]
    public void Configuration_WithoutLayers_HasTheNetworksItAlwaysHad(string name)
    {
        // What a run.json held before runs had layers: the model's name and the hidden units.
        TrainingOptions options = PresetCatalog.Find(name).Options;
        JsonObject old = TrainingOptionsFile.ToNode(options).AsObject();
        Assert.That(old.Remove("generatorLayers") && old.Remove("discriminatorLayers"));
        TrainingOptions read = TrainingOptionsFile.FromJson(old.ToJsonString(), "a test");
        int sampleSize = name is "s2" ? 1 : name is "wgan-gp-grid" ? 2 : 784;

        using GanModel before = ModelFactory.Create(read, sampleSize, BackendCases.Get("cpu"));
        using GanModel now = ModelFactory.Create(options, sampleSize, BackendCases.Get("cpu"));

        Assert.That(now.NamedParameters.Select(entry => entry.Name), Is.EqualTo(before.NamedParameters.Select(entry => entry.Name)));
        foreach (((string parameter, NativeGan.Engine.Parameter expected), (_, NativeGan.Engine.Parameter found)) in before.NamedParameters.Zip(now.NamedParameters))
        {
            Assert.That(found.Shape, Is.EqualTo(expected.Shape), parameter);
            NumericAssert.AreIdentical(found.ToDoubleArray(), expected.ToDoubleArray(), parameter, "cpu");
        }
    }

    [Test]
    public void Overlay_OfHiddenUnitsWithoutLayers_ChangesThePresetsLayers()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("old.json"), """{ "generatorHidden": 31 }""");

        TrainingOptions found = TrainingOptionsFile.Overlay(PresetCatalog.Find("s4").Options, folder.File("old.json"));

        Assert.That(found.GeneratorLayers, Is.EqualTo("31:relu,out:sigmoid"));
    }

    [Test]
    public void Overlay_OfARunsOwnConfiguration_IsThatConfiguration()
    {
        using TemporaryFolder folder = new();
        foreach (Preset preset in PresetCatalog.All)
        {
            File.WriteAllText(folder.File("run.json"), TrainingOptionsFile.ToJson(preset.FaithfulOptions, indented: true));

            Assert.That(TrainingOptionsFile.Overlay(new TrainingOptions { Preset = "" }, folder.File("run.json")), Is.EqualTo(preset.FaithfulOptions));
        }
    }

    [Test]
    public void Settle_NewLayers_BringHiddenUnitsThatAgree()
    {
        TrainingOptions s4 = PresetCatalog.Find("s4").Options;

        TrainingOptions settled = NetworkOptions.Settle(s4, s4 with { GeneratorLayers = "400", DiscriminatorLayers = "500,600" });

        Assert.That(settled.GeneratorHidden, Is.EqualTo(400));
        Assert.That(settled.DiscriminatorHidden, Is.EqualTo(500));
        Assert.DoesNotThrow(() => NetworkOptions.EnsureAgreement(s4, settled, ValueOrigins.Unknown));
    }

    [Test]
    public void EnsureAgreement_HiddenUnitsOfNoLayer_AreRefused()
    {
        TrainingOptions s4 = PresetCatalog.Find("s4").Options;

        InputException exception = Assert.Throws<InputException>(() => NetworkOptions.EnsureAgreement(
            s4, s4 with { GeneratorHidden = 300, GeneratorLayers = "400:relu,out:sigmoid" }, ValueOrigins.Unknown))!;

        Assert.That(exception.Message, Is.EqualTo("--generator-hidden: found 300, but --generator-layers has 400 units. Leave one of the two out."));
    }

    [TestCase("7:relu:dropout-keep", true)]
    [TestCase("7:relu:dropout-keep=0.5", false)]
    public void DropoutKeep_OfLayersThatLeaveItToTheRun_IsUsed(string layers, bool isUsed) => Assert.That(
        HyperparameterCatalog.Find(nameof(TrainingOptions.DropoutKeep)).IsUsedBy(PresetCatalog.Find("s4").Options with { DiscriminatorLayers = layers }), Is.EqualTo(isUsed));

    [Test]
    public void Of_LayersForAModelOfItsOwnNetworks_IsRefused()
    {
        InputException exception = Assert.Throws<InputException>(() => NetworkOptions.Of(PresetCatalog.Find("goodfellow2014").Options with { GeneratorLayers = "5" }))!;

        Assert.That(exception.Message, Does.Contain("'maxout' has networks of its own").And.Contains("vanilla"));
    }
}
