using NativeGan.Training.Options;

namespace NativeGan.Training.Commands;

/// <summary><c>--seed</c>, with the values that a run's seed has.</summary>
internal static class SeedOption
{
    /// <summary>The option.</summary>
    /// <param name="description">What it is the seed of.</param>
    /// <param name="standard">What it is when it is not given; null for nothing.</param>
    public static ValueOption<ulong> Create(string description, ulong? standard = null) =>
        new("--seed", HyperparameterCatalog.Find(nameof(TrainingOptions.Seed)).Kind) { Description = description, Default = standard };
}
