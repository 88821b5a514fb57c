using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The sources' loss on probabilities: D minimises −E[ln(D(x) + ε) + ln(1 − D(G(z)) + ε)], G minimises −E ln(D(G(z)) + ε).</summary>
/// <remarks>
/// With ε = 1e-4 (S0) no term exceeds −ln 1e-4 = 9.2103, and the gradient on a logit fades below about −10. With ε = 0 (S4) a probability
/// of 0 or 1, which single precision reaches, makes the loss infinite, and the weights become NaN.
/// Source: S0's and S4's losses on probabilities, after Goodfellow et al. 2014, equation 1 and §3.
/// </remarks>
/// <param name="epsilon">ε, 0 or more.</param>
public sealed class LogEpsilonLoss(double epsilon) : IGanLoss
{
    /// <inheritdoc/>
    public Tensor Discriminator(Tensor real, Tensor fake) =>
        -(LogPlus(real.Sigmoid()) + LogPlus(1 - fake.Sigmoid())).Mean();

    /// <inheritdoc/>
    public Tensor Generator(Tensor fake) => -LogPlus(fake.Sigmoid()).Mean();

    /// <inheritdoc/>
    public string? DivergenceAdvice => epsilon == 0
        ? "Bare logarithms do that once D saturates: run without --faithful, or with --loss log-epsilon."
        : null;

    private Tensor LogPlus(Tensor probability) => (epsilon == 0 ? probability : probability + epsilon).Log();
}
