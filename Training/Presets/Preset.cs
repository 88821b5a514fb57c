using System.Collections.Immutable;
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
    private const long QuickStepsOfSmallNetworks = 2500;

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

    /// <summary>Networks that come with the preset, by their names for <see cref="TrainingOptions.Model"/>.</summary>
    public IReadOnlyDictionary<string, Func<GanSpecification, GanModel>> Models { get; init; } = ImmutableDictionary<string, Func<GanSpecification, GanModel>>.Empty;

    /// <summary>A preset of networks that no source has code for, so that there is nothing wrong to be faithful to; the networks are called as the preset is.</summary>
    /// <param name="name">What the command line calls it.</param>
    /// <param name="summary">One sentence: what is trained on what.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="model">The networks, with freshly drawn parameters.</param>
    /// <param name="options">What differs from <see cref="Plain"/>; null for nothing.</param>
    public static Preset Of(string name, string summary, string source, Func<GanSpecification, GanModel> model, TrainingOptions? options = null) =>
        OfPaper(name, summary, source, (options ?? Plain) with { Model = name }, QuickStepsOfSmallNetworks, new Trend("mean_distance", From: 0.35, To: 0.2)) with
        {
            Models = new Dictionary<string, Func<GanSpecification, GanModel>> { [name] = model },
        };

    /// <summary>A preset that a paper gives the numbers for.</summary>
    internal static Preset OfPaper(string name, string summary, string source, TrainingOptions options, long quickSteps, Trend trend)
    {
        options = options with { Preset = name };
        return new Preset(name, summary, source, options, options with { Faithful = true }, "nothing differs: no source has code for it", quickSteps, trend);
    }
}
