using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The Wasserstein loss: D, here a critic, minimises E D(G(z)) − E D(x), and G minimises −E D(G(z)).</summary>
/// <remarks>
/// Minus D's loss estimates a multiple of the Wasserstein distance between the distributions, provided that D is Lipschitz. Clipped weights
/// (algorithm 1) or a gradient penalty (<see cref="GradientPenalty"/>) see to that. Source: Arjovsky et al. 2017, equation 2 and algorithm 1.
/// </remarks>
public sealed class WassersteinLoss : IGanLoss
{
    /// <inheritdoc/>
    public Tensor Discriminator(Tensor real, Tensor fake) => fake.Mean() - real.Mean();

    /// <inheritdoc/>
    public Tensor Generator(Tensor fake) => -fake.Mean();

    /// <inheritdoc/>
    public Tensor Shown(Tensor scores) => scores;
}
