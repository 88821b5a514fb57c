using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The minimax game on logits: D minimises −E ln D(x) − E ln(1 − D(G(z))), and G minimises E ln(1 − D(G(z))).</summary>
/// <remarks>
/// ln(1 − σ(a)) = −softplus(a). G's gradient on a logit a is −σ(a), which vanishes where D is sure that a sample is generated (the loss saturates).
/// Source: Goodfellow et al. 2014, equation 1.
/// </remarks>
public sealed class MinimaxLoss : IGanLoss
{
    private readonly NonSaturatingLogitsLoss _logits = new();

    /// <inheritdoc/>
    public Tensor Discriminator(Tensor real, Tensor fake) => _logits.Discriminator(real, fake);

    /// <inheritdoc/>
    public Tensor Generator(Tensor fake) => -fake.Softplus().Mean();
}
