using System.Globalization;

namespace NativeGan.Training.Samples;

/// <summary>Which run made samples; pictures of them carry it.</summary>
/// <param name="Preset">The run's preset.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record SampleOrigin(string Preset, ulong Seed)
{
    /// <summary>Seed of noise that was drawn for these samples; null for the noise that every picture of the run shares.</summary>
    public ulong? NoiseSeed { get; init; }

    /// <summary>The noise, for the end of a sentence.</summary>
    public string NoiseText => NoiseSeed is { } seed
        ? string.Create(CultureInfo.InvariantCulture, $"noise of seed {seed}")
        : "the same noise as in every picture of this run";

    /// <summary>The texts of a PNG: <c>Description</c>, <c>Preset</c>, <c>Step</c>, <c>Seed</c>, and <c>Noise seed</c> where the noise is not the run's.</summary>
    /// <param name="what">What is to be seen: "36 generated images".</param>
    /// <param name="step">Steps done.</param>
    public IReadOnlyList<KeyValuePair<string, string>> TextsOf(string what, long step)
    {
        string steps = step.ToString(CultureInfo.InvariantCulture), seed = Seed.ToString(CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> texts =
        [
            new("Description", $"{what} after step {steps} of {Preset}, seed {seed}"),
            new("Preset", Preset),
            new("Step", steps),
            new("Seed", seed),
        ];
        if (NoiseSeed is { } noise)
        {
            texts.Add(new("Noise seed", noise.ToString(CultureInfo.InvariantCulture)));
        }

        return texts;
    }
}
