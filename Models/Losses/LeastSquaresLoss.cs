using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The least squares loss: D minimises ½E(D(x) − 1)² + ½E D(G(z))², and G minimises ½E(D(G(z)) − 1)².</summary>
/// <remarks>D's target is b = 1 for real and a = 0 for generated samples, G's target is c = 1. Source: Mao et al. 2017, equation 9.</remarks>
public sealed class LeastSquaresLoss : IGanLoss
{
    /// <inheritdoc/>
    public Tensor Discriminator(Tensor real, Tensor fake) => ((real - 1).Square().Mean() + fake.Square().Mean()) * 0.5;

    /// <inheritdoc/>
    public Tensor Generator(Tensor fake) => (fake - 1).Square().Mean() * 0.5;

    /// <inheritdoc/>
    public Tensor Shown(Tensor scores) => scores;
}
