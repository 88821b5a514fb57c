namespace NativeGan.Models.Initialization;

/// <summary>Weights N(0, 2/in), biases 0: what source S4 uses under the name "glorot".</summary>
/// <remarks>
/// The source's standard deviation 1/√(in/2) is √(2/in), which is He's and not Glorot's.
/// Source: He et al., ICCV 2015, equation 10; S4's <c>glorot_init</c>.
/// </remarks>
public sealed class HeNormal : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Normal(Math.Sqrt(2.0 / fan.In));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Zero;
}
