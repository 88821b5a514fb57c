namespace NativeGan.Models.Initialization;

/// <summary>Weights N(0, 1/in), biases 0: keeps the variance from layer to layer where there is no activation between them.</summary>
/// <remarks>Source: LeCun et al., "Efficient BackProp" (1998), equation 16; S0's derivation, var(w) = 1/N.</remarks>
public sealed class LeCunNormal : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Normal(Math.Sqrt(1.0 / fan.In));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Zero;
}
