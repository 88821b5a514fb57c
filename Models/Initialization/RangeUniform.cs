namespace NativeGan.Models.Initialization;

/// <summary>Weights U(±range) for layers of any size, biases 0: how the networks of the first GAN start.</summary>
/// <remarks>Source: pylearn2's <c>irange</c>, in the script of Goodfellow et al. 2014 (<c>mnist.yaml</c>): 0.05 in G, 0.005 in D.</remarks>
/// <param name="range">Bound of the weights.</param>
public sealed class RangeUniform(double range) : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Uniform(range);

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Zero;
}
