using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Losses;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>What is left of G's gradient on D's logit when D is sure that a sample is fake.</summary>
/// <remarks>
/// With a the logit and D = σ(a): ∂ln(1 − D)/∂a = −σ(a), ∂(−ln D)/∂a = −(1 − σ(a)); their ratio is e⁻ᵃ (Goodfellow et al. 2014, §3).
/// With ε in the logarithm: ∂(−ln(D + ε))/∂a = −D(1 − D)/(D + ε).
/// </remarks>
internal sealed class SaturateLab : Lab
{
    private const double Epsilon = 1e-4;

    /// <inheritdoc/>
    public override string Name => "saturate";

    /// <inheritdoc/>
    public override string Title => "ln(1 - D) gives G next to no gradient where D is sure, -ln D does";

    /// <inheritdoc/>
    public override string Claim =>
        "S0: at D(G(z)) = 0 \"the gradient for the loss function log(1 - D(G(z)) is almost 0\", so log(D(G(z))) is used instead; S1: \"can be a good choice\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "G's gradient passes through D's logit a, D = σ(a). Minimising ln(1 - D) it is -σ(a), which dies as D grows sure (a -> -∞); minimising -ln D it is -(1 - σ(a)), which tends to -1. "
        + "Their ratio is e^-a. S0's epsilon brings the fading back: D(1 - D)/(D + ε) falls to 0 once D is below ε. "
        + "Erratum to S0: the slope of ln(1 - D) in D at D = 0 is not \"almost 0\" but -1; what vanishes is the slope on the logit. Every slope here is the tape's.";

    /// <inheritdoc/>
    public override string Tolerances => "1e-9 of the value: a chain of five operations in double precision loses about 1e-12, and 1 - σ(-15) as much again.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        double[] OnLogits(Func<Tensor, Tensor> loss, params double[] logits) => Slope.Of(loss, context.Exact, logits);
        double Size(Func<Tensor, Tensor> loss, double logit) => Math.Abs(OnLogits(loss, logit)[0]);
        IGanLoss corrected = LossCatalog.All["non-saturating-logits"], faithful = LossCatalog.All["log-epsilon"];
        Func<Tensor, Tensor> saturating = static logit => (1 - logit.Sigmoid()).Log();
        Finding Ratio(double logit) => Finding.WithinShare(1e-9, $"|gradient of -ln D| / |of ln(1 - D)|, logit {logit}", Math.Exp(-logit), Size(corrected.Generator, logit) / Size(saturating, logit));
        Finding Fading(double logit) => Finding.WithinShare(1e-9, $"|gradient of -ln(D + 1e-4)|, logit {logit}", FadedSlope(logit), Size(faithful.Generator, logit));

        double[] grid = [.. Enumerable.Range(0, 81).Select(i => -16 + i / 4.0)], sparse = [.. grid.Where((_, i) => i % 4 == 0)];
        Series Dots(string name, Func<Tensor, Tensor> loss) => new(name, SeriesStyle.Dots, sparse, [.. sparse.Select(logit => Size(loss, logit))]);
        return new LabResult(
            [
                Ratio(-5),
                Ratio(-10),
                Finding.WithinShare(1e-9, "gradient of ln(1 - D) on the logit, logit -10", -Sigmoid(-10), OnLogits(saturating, -10)[0]),
                Fading(-5),
                Fading(-10),
                Fading(-15),
                Finding.Within(1e-12, "erratum: slope of ln(1 - D) in D itself, at D = 0", -1, Slope.Of(static d => (1 - d).Log(), context.Exact, 0)[0]),
            ],
            new Plot("what reaches G through D's logit", "logit a of a fake; D is sure on the left", "|∂loss/∂a|",
                new Series("predicted σ(a): minimise ln(1 - D)", SeriesStyle.Dashes, grid, [.. grid.Select(Sigmoid)]),
                Dots("measured: ln(1 - D)", saturating) with { Colour = 0 },
                new Series("predicted 1 - σ(a): minimise -ln D", SeriesStyle.Dashes, grid, [.. grid.Select(a => 1 - Sigmoid(a))]),
                Dots("measured: -ln D", corrected.Generator) with { Colour = 2 },
                new Series("predicted D(1 - D)/(D + 1e-4): S0", SeriesStyle.Dashes, grid, [.. grid.Select(FadedSlope)]),
                Dots("measured: -ln(D + 1e-4)", faithful.Generator) with { Colour = 4 })
            { IsYLogarithmic = true });
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double FadedSlope(double logit) => Sigmoid(logit) * (1 - Sigmoid(logit)) / (Sigmoid(logit) + Epsilon);
}
