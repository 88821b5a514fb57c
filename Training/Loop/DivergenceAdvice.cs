using NativeGan.Models.Losses;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Loop;

/// <summary>What to try after a training diverged: to take back what its preset does not do, before anything that it does.</summary>
internal static class DivergenceAdvice
{
    /// <summary>The advice, in one or two sentences.</summary>
    public static string For(TrainingOptions options)
    {
        string[] changes = PresetCatalog.TryFind(options.Preset) is { } preset ? [.. Changes(options.Faithful ? preset.FaithfulOptions : preset.Options, options)] : [];
        string? ofLoss = LossCatalog.All[options.Loss].DivergenceAdvice;
        return changes.Length > 0
            ? $"Unlike '{options.Preset}' it has {string.Join(", ", changes)}: go back towards the preset there.{(ofLoss is null ? "" : $" {ofLoss}")}"
            : ofLoss ?? "Try a lower learning rate.";
    }

    // What decides the numbers of a step. Widths, data, lengths and seeds are a run's own business.
    private static IEnumerable<string> Changes(TrainingOptions preset, TrainingOptions run) =>
        from row in HyperparameterCatalog.All
        where row.Section is OptionSection.Networks or OptionSection.Optimiser
        where row.Kind is RealNumbers or Names && row.IsUsedBy(run)
        let found = row.Kind.Show(row.Get(run))
        let usual = row.Kind.Show(row.Get(preset))
        where found != usual
        select $"{HyperparameterCatalog.OptionOf(row)} {found} ({usual})";
}
