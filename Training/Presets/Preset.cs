using NativeGan.Models.Gans;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>A source document's training run, ready to be started by name.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">One sentence: what is trained on what.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Options">The run, with what was wrong in the source put right.</param>
/// <param name="FaithfulOptions">The run exactly as written.</param>
/// <param name="FaithfulNote">What differs in the faithful run, in one sentence.</param>
/// <param name="QuickSteps">Steps of <c>--quick</c>: at most 45 seconds on two cores.</param>
/// <param name="Trend">What a quick run shows.</param>
public sealed record Preset(
    string Name,
    string Summary,
    string Source,
    TrainingOptions Options,
    TrainingOptions FaithfulOptions,
    string FaithfulNote,
    long QuickSteps,
    Trend Trend)
{
    /// <summary>What a GAN starts from that is named without numbers: the networks' sizes and the Adam of source S4, on MNIST.</summary>
    public static TrainingOptions Plain { get; } = new()
    {
        Preset = "",
        SharedNoise = false,
        Sampler = "epoch",
        Initializer = "he-normal",
        Noise = "normal",
        BatchSize = 64,
        Steps = 40_000,
    };

    /// <summary>A preset that a paper gives the numbers for. No source has code for it, so there is nothing wrong to be faithful to.</summary>
    /// <param name="name">What the command line calls it.</param>
    /// <param name="summary">One sentence: what is trained on what.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="options">The run: <see cref="Plain"/> with the networks, a name of <see cref="ModelCatalog"/>, and what else differs.</param>
    /// <param name="quickSteps">Steps of <c>--quick</c>.</param>
    /// <param name="trend">What a quick run shows.</param>
    internal static Preset OfPaper(string name, string summary, string source, TrainingOptions options, long quickSteps, Trend trend)
    {
        options = options with { Preset = name };
        return new Preset(name, summary, source, options, options with { Faithful = true }, "nothing differs: no source has code for it", quickSteps, trend);
    }
}
