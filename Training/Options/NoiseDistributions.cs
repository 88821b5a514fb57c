namespace NativeGan.Training.Options;

/// <summary>The distributions of the noise, by the names the command line uses.</summary>
public static class NoiseDistributions
{
    /// <summary>Names for <see cref="TrainingOptions.Noise"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["uniform", "unit-uniform", "uniform-sqrt3", "normal"];
}
