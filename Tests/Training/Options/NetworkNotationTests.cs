using NativeGan.Models.Gans;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Options;

/// <summary>Networks in one line: what is read, what is written, and what is refused.</summary>
public sealed class NetworkNotationTests
{
    private const string Replaced = "100:relu,200:batch-norm:elu=2:dropout-keep=0.5,out:sigmoid";

    private static IEnumerable<string> PresetLayers => PresetCatalog.All
        .SelectMany(preset => new[] { preset.Options, preset.FaithfulOptions })
        .SelectMany(options => new[] { options.GeneratorLayers, options.DiscriminatorLayers })
        .Where(layers => layers.Length > 0)
        .Distinct();

    [TestCase("512", "512:relu,out:sigmoid")]
    [TestCase("7,8,9", "7:relu,8:batch-norm:elu=2:dropout-keep=0.5,9:batch-norm:elu=2:dropout-keep=0.5,out:sigmoid")]
    [TestCase("7,8:tanh,9:batch-norm", "7:relu,8:tanh,9:batch-norm:elu=2,out:sigmoid")]
    [TestCase("7:leaky-relu,out:tanh", "7:leaky-relu=0.2,out:tanh")]
    [TestCase("7:leaky-relu=0.01,out:none", "7:leaky-relu=0.01,out:none")]
    [TestCase("7:dropout-keep:none:batch-norm=0.8", "7:batch-norm=0.8:none:dropout-keep,out:sigmoid")]
    [TestCase("7:sigmoid,out:elu=0.5", "7:sigmoid,out:elu=0.5")]
    public void Read_Layers_TakesTheRestFromWhatTheyReplace(string text, string complete)
    {
        Assert.That(NetworkNotation.Write(Read(text)), Is.EqualTo(complete));
        Assert.That(NetworkNotation.Write(NetworkNotation.Read(complete, MlpGanDesign.OneHiddenLayer(1, 1).Generator)), Is.EqualTo(complete));
    }

    [TestCaseSource(nameof(PresetLayers))]
    public void Write_LayersOfAPreset_IsWhatThePresetSays(string layers) =>
        Assert.That(NetworkNotation.Write(Read(layers)), Is.EqualTo(layers));

    [TestCase("", "layer 1", "found ''", "a width of 1 to 65536")]
    [TestCase(" 512", "found ' 512'")]
    [TestCase("512,,256", "layer 2", "found ''")]
    [TestCase("512,0", "layer 2", "found '0'")]
    [TestCase("65537", "layer 1", "found '65537'")]
    [TestCase("-5", "found '-5'")]
    [TestCase("relu:512", "found 'relu'", "begins with its width")]
    [TestCase("512:leaky", "there is no 'leaky'", "leaky-relu=slope")]
    [TestCase("512:batch-nrm", "there is no 'batch-nrm'", "did you mean 'batch-norm'?")]
    [TestCase("512:relu:tanh", "'tanh' is one too many")]
    [TestCase("512:batch-norm:batch-norm", "one too many")]
    [TestCase("512:relu=0.2", "'relu' takes no number")]
    [TestCase("512:leaky-relu=steep", "found 'steep'", "a number is expected")]
    [TestCase("512:leaky-relu=-1", "found 'leaky-relu=-1'", "0 or more")]
    [TestCase("512:elu=NaN", "found 'NaN' after 'elu='", "a number is expected")]
    [TestCase("512:batch-norm=0", "found 'batch-norm=0'", "above 0, up to 1")]
    [TestCase("512:dropout-keep=1.5", "found 'dropout-keep=1.5'", "above 0, up to 1")]
    [TestCase("512,out", "one activation is expected", "out:tanh")]
    [TestCase("512,out:batch-norm", "no 'batch-norm'")]
    [TestCase("out:tanh", "at least one hidden layer")]
    [TestCase("512,out:tanh,256", "layer 2", "found 'out'")]
    public void Read_NoNetwork_SaysWhereWhatAndWhatIsExpected(string text, params string[] parts)
    {
        FormatException exception = Assert.Throws<FormatException>(() => Read(text))!;

        Assert.That(exception.Message, Does.EndWith(".").And.Not.Contains("\n"));
        foreach (string part in parts)
        {
            Assert.That(exception.Message, Does.Contain(part));
        }
    }

    private static MlpDesign Read(string text) =>
        NetworkNotation.Read(text, NetworkNotation.Read(Replaced, MlpGanDesign.OneHiddenLayer(1, 1).Generator));
}
