namespace NativeGan.Models.Initialization;

/// <summary>Weights N(0, 2/(in + out)), biases 0: the normal distribution with the variance of <see cref="XavierUniform"/>.</summary>
/// <remarks>Source: Glorot &amp; Bengio, AISTATS 2010, equation 12.</remarks>
public sealed class XavierNormal : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Normal(Math.Sqrt(2.0 / (fan.In + fan.Out)));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Zero;
}
