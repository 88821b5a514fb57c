using NativeGan.Engine;
using NativeGan.Engine.Backends;

namespace NativeGan.Training.Labs;

/// <summary>A probability density on the line: equal parts of normal distributions with one standard deviation.</summary>
/// <param name="Means">Where the parts are centred; named twice, a part counts twice.</param>
/// <param name="Deviation">Their standard deviation.</param>
internal sealed record Density(IReadOnlyList<double> Means, double Deviation)
{
    /// <summary>One normal distribution.</summary>
    public static Density Normal(double mean, double deviation) => new([mean], deviation);

    /// <summary>p(x) = 1/k Σ exp(−(x − μᵢ)²/2σ²)/(σ√2π).</summary>
    public double At(double x) =>
        Means.Sum(mean => Math.Exp(-0.5 * (x - mean) / Deviation * ((x - mean) / Deviation))) / (Means.Count * Deviation * Math.Sqrt(2 * Math.PI));

    /// <summary>An endless supply of samples, drawn on a device.</summary>
    public MixtureSampler Sampler(IBackend backend, RandomSource random, int count) =>
        new(backend, [.. Means], 1, Deviation, random, count);
}
