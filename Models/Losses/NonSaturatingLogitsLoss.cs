using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The non-saturating loss on logits: D minimises −E ln D(x) − E ln(1 − D(G(z))), G minimises −E ln D(G(z)).</summary>
/// <remarks>
/// Both are binary cross entropies with logits, which are exact and finite for every logit. At equilibrium D's loss is 2 ln 2 and G's is
/// ln 2; with D's loss halved both are ln 2. Source: Goodfellow et al. 2014, equation 1 and §3 (the generator's alternative objective).
/// </remarks>
/// <param name="isHalved">Whether D minimises half of its sum, as the authors' script does: its gradients are then half as large.</param>
public sealed class NonSaturatingLogitsLoss(bool isHalved = false) : IGanLoss
{
    /// <inheritdoc/>
    public Tensor Discriminator(Tensor real, Tensor fake)
    {
        Tensor sum = (WithLabel(real, 1) + WithLabel(fake, 0)).Mean();
        return isHalved ? sum * 0.5 : sum;
    }

    /// <inheritdoc/>
    public Tensor Generator(Tensor fake) => WithLabel(fake, 1).Mean();

    private static Tensor WithLabel(Tensor logits, double label) =>
        logits.BinaryCrossEntropyWithLogits(Tensor.Full(logits.Backend, logits.Shape, label));
}
