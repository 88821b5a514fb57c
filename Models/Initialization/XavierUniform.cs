namespace NativeGan.Models.Initialization;

/// <summary>Weights U(±√(6/(in + out))), biases 0: keeps the variance of activations, and that of gradients, about equal in all layers.</summary>
/// <remarks>Source: Glorot &amp; Bengio, AISTATS 2010, equation 16.</remarks>
public sealed class XavierUniform : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Uniform(Math.Sqrt(6.0 / (fan.In + fan.Out)));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Zero;
}
