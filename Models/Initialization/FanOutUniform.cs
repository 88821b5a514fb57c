namespace NativeGan.Models.Initialization;

/// <summary>Weights U(±1/√out), biases U(±1/√out): source S1's variant, which divides by the number of outputs.</summary>
/// <remarks>So the discriminator's last layer, 256 → 1, starts with weights U(−1, 1). Source: S1, <c>size[1]</c> of a matrix and <c>size[0]</c> of a bias.</remarks>
public sealed class FanOutUniform : IInitializer
{
    /// <inheritdoc/>
    public InitialDistribution Weight(Fan fan) => InitialDistribution.Uniform(1 / Math.Sqrt(fan.Out));

    /// <inheritdoc/>
    public InitialDistribution Bias(Fan fan) => InitialDistribution.Uniform(1 / Math.Sqrt(fan.Out));
}
