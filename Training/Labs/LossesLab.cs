using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Losses;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>The losses where D knows nothing, with and without S0's epsilon, and their extremes.</summary>
/// <remarks>
/// At D = ½: −2 ln ½ = 2 ln 2 and −ln ½ = ln 2 (Goodfellow et al. 2014, theorem 1). With ε: −2 ln(½ + ε) and −ln(½ + ε);
/// every term lies between −ln(1 + ε) and −ln ε.
/// </remarks>
internal sealed class LossesLab : Lab
{
    private const double Epsilon = 1e-4;

    // σ of it is 1 within 1e-17, so what is left of a loss is what ε makes of it.
    private const double Certain = 40;

    /// <inheritdoc/>
    public override string Name => "losses";

    /// <inheritdoc/>
    public override string Title => "What the losses are at equilibrium, and where S0's epsilon caps them";

    /// <inheritdoc/>
    public override string Claim => "S0, S1: at equilibrium D = 1/2; S0 adds 1e-4 inside every logarithm, S4 adds nothing.";

    /// <inheritdoc/>
    public override string Explanation =>
        "D's loss is -ln D(x) - ln(1 - D(G(z))), G's is -ln D(G(z)). At D = 1/2 they are 2 ln 2 and ln 2: a run that stays there has converged, or D has learnt nothing. "
        + "With ε inside the logarithm a term is at most -ln ε and at least -ln(1 + ε), so D's loss can fall below zero. Without ε, in single precision, "
        + "1 - σ(a) is exactly 0 once e^-a < 2^-24, and S4's loss is infinite. The losses are the ones that training uses, fed with logits.";

    /// <inheritdoc/>
    public override string Tolerances => "1e-12: a logarithm and a sum in double precision. The logit at which single precision saturates is a whole number, found by trying each; 1 for how the last bit is rounded.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        IGanLoss logits = LossCatalog.All["non-saturating-logits"], epsilon = LossCatalog.All["log-epsilon"], bare = LossCatalog.All["log-bare"];
        double Discriminator(IGanLoss loss, double real, double fake) => Evaluate(context.Exact, (a, b) => loss.Discriminator(a, b), real, fake);
        double Generator(IGanLoss loss, double fake) => Evaluate(context.Exact, (_, b) => loss.Generator(b), 0, fake);

        int saturated = 1;
        while (saturated < 100 && double.IsFinite(Evaluate(context.Backend, (a, b) => bare.Discriminator(a, b), 0, saturated)))
        {
            saturated++;
        }

        int bits = context.Backend.FloatType == ElementType.Float64 ? 53 : 24;
        double[] grid = [.. Enumerable.Range(-60, 121).Select(i => i / 4.0)];
        return new LabResult(
            [
                Finding.Within(1e-12, "D's loss at D = 1/2", 2 * Math.Log(2), Discriminator(logits, 0, 0)),
                Finding.Within(1e-12, "G's loss at D = 1/2", Math.Log(2), Generator(logits, 0)),
                Finding.Within(1e-12, "D's loss at D = 1/2 with ε = 1e-4", -2 * Math.Log(0.5 + Epsilon), Discriminator(epsilon, 0, 0)),
                Finding.Within(1e-12, "G's loss at D = 1/2 with ε = 1e-4", -Math.Log(0.5 + Epsilon), Generator(epsilon, 0)),
                Finding.Within(1e-12, "cap of one term with ε: G's loss at D = 0", -Math.Log(Epsilon), Generator(epsilon, -Certain)),
                Finding.Within(1e-12, "cap of D's loss with ε: D wrong about both", -2 * Math.Log(Epsilon), Discriminator(epsilon, -Certain, Certain)),
                Finding.Within(1e-12, "D's loss with ε at its best, below zero", -2 * Math.Log(1 + Epsilon), Discriminator(epsilon, Certain, -Certain)),
                Finding.Within(1, "first whole logit on a fake at which S4's loss is infinite", Math.Ceiling(bits * Math.Log(2)), saturated),
                Finding.Within(1e-12, "the loss on logits there stays finite: softplus(a) + ln 2", Math.Log(1 + Math.Exp(saturated)) + Math.Log(2), Discriminator(logits, 0, saturated)),
            ],
            new Plot("G's loss against D's logit on a fake", "logit a; D(G(z)) = σ(a)", "-ln D(G(z)), nats",
                new Series("predicted: ln(1 + e^-a)", SeriesStyle.Dashes, grid, [.. grid.Select(a => Math.Log(1 + Math.Exp(-a)))]),
                new Series("measured, on logits", SeriesStyle.Dots, [.. grid.Where((_, i) => i % 4 == 0).Select(a => (a, Generator(logits, a)))]) { Colour = 0 },
                new Series("predicted with ε = 1e-4, at most 9.2103", SeriesStyle.Dashes, grid, [.. grid.Select(a => -Math.Log(1 / (1 + Math.Exp(-a)) + Epsilon))]),
                new Series("measured, S0's loss", SeriesStyle.Dots, [.. grid.Where((_, i) => i % 4 == 0).Select(a => (a, Generator(epsilon, a)))]) { Colour = 2 }),
            new Plot("D's loss when it says the same of everything", "D, for real samples and fakes alike", "-ln D - ln(1 - D), nats",
                new Series("predicted, least at 1/2: 2 ln 2", SeriesStyle.Dashes, [.. Enumerable.Range(1, 99).Select(i => i / 100.0).Select(d => (d, -Math.Log(d) - Math.Log(1 - d)))]),
                new Series("measured", SeriesStyle.Dots, [.. Enumerable.Range(1, 19).Select(i => i / 20.0).Select(d => (d, Discriminator(logits, Math.Log(d / (1 - d)), Math.Log(d / (1 - d)))))]) { Colour = 0 }));
    }

    private static double Evaluate(IBackend backend, Func<Tensor, Tensor, Tensor> loss, double real, double fake)
    {
        using TensorScope scope = new();
        return loss(Tensor.Full(backend, new Shape(1, 1), real), Tensor.Full(backend, new Shape(1, 1), fake)).DoubleItem();
    }
}
