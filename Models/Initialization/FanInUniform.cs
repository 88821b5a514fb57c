namespace NativeGan.Models.Initialization;

/// <summary>Weights and biases U(±1/√in): PyTorch's default for a linear layer, which source S2 relies on.</summary>
/// <remarks>Source: LeCun et al., "Efficient BackProp" (1998), §4.6, with a uniform distribution of variance 1/(3·in).</remarks>
public sealed class FanInUniform : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Uniform(1 / Math.Sqrt(fan.In));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Uniform(1 / Math.Sqrt(fan.In));
}
