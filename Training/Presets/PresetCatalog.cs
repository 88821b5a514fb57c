using NativeGan.Training.Errors;

namespace NativeGan.Training.Presets;

/// <summary>The presets, by name.</summary>
public static class PresetCatalog
{
    /// <summary>All presets.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        S0.Preset, S1.Preset, S2.Preset, S3.PresetA, S3.PresetB, S4.Preset,
        Goodfellow2014.Preset, Papers.Conditional, Papers.Bidirectional, Papers.Wasserstein, Papers.WassersteinPenalty, Papers.WassersteinPenaltyGrid, Papers.LeastSquares,
        PyTorchGan.Preset,
    ];

    /// <summary>The preset of a name, in any letter case.</summary>
    /// <exception cref="InputException">There is none; the message names the nearest.</exception>
    public static Preset Find(string name) => TryFind(name) ?? throw new InputException(
        $"There is no preset '{name}'{Nearest.Hint(name, All.Select(preset => preset.Name))} There are {string.Join(", ", All.Select(preset => preset.Name))}.",
        ExitCodes.Usage);

    /// <summary>The preset of a name, in any letter case; null where there is none.</summary>
    public static Preset? TryFind(string name) => All.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
