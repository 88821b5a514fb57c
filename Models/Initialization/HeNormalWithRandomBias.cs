namespace NativeGan.Models.Initialization;

/// <summary>Weights N(0, 2/in) and biases N(0, 2/out): source S0's <c>xavier_init</c>, applied to biases too.</summary>
/// <remarks>
/// The source calls one function with a weight's shape [in, out] and with a bias' shape [out], and divides by the first
/// extent each time. So the discriminator's single output bias starts with a standard deviation of √2.
/// Source: S0, <c>xavier_init</c>; the weights are those of He et al., ICCV 2015, equation 10.
/// </remarks>
public sealed class HeNormalWithRandomBias : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Normal(Math.Sqrt(2.0 / fan.In));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Normal(Math.Sqrt(2.0 / fan.Out));
}
