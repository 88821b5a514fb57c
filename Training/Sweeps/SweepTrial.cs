using System.Globalization;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Sweeps;

/// <summary>One point of a search: a preset and values of some of its options. It is run once with every seed.</summary>
/// <param name="Number">From 1, in the order of the search.</param>
/// <param name="Preset">What is trained.</param>
/// <param name="IsFaithful">Whether as the source is written.</param>
/// <param name="Fixed">Options that are the same in every trial.</param>
/// <param name="Varied">Options that are searched over.</param>
internal sealed record SweepTrial(int Number, Preset Preset, bool IsFaithful, IReadOnlyList<SweepSetting> Fixed, IReadOnlyList<SweepSetting> Varied)
{
    /// <summary>What <c>train</c> is given for a seed, behind the word itself.</summary>
    public IReadOnlyList<string> Arguments(ulong seed) =>
    [
        Preset.Name, .. IsFaithful ? ["--faithful"] : Array.Empty<string>(),
        .. Fixed.Concat(Varied).SelectMany(setting => new[] { setting.Option.Name, setting.Text }),
        "--seed", seed.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>The run that these arguments mean.</summary>
    /// <exception cref="InputException">A value is of no use to the preset, or values contradict each other.</exception>
    public TrainingOptions Options(ulong seed)
    {
        ValueOrigins origins = new();
        TrainingOptions start = IsFaithful ? Preset.FaithfulOptions : Preset.Options;
        GivenOption[] given = [.. Fixed.Concat(Varied).Select(setting => new GivenOption(setting.Option, setting.Option.Kind.Parse(setting.Option.Name, setting.Text)))];
        return TrainingOptionsCheck.Validate(GivenOption.Apply(start, given, origins) with { Seed = seed }, origins);
    }
}
