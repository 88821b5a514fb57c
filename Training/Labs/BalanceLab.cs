using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>How much gradient reaches G as D gets stronger, and how little when D is too weak to see the difference.</summary>
/// <remarks>
/// G's gradient passes D's logit a: per sample |∂ln(1 − D)/∂a| = D(G(z)), |∂(−ln D)/∂a| = 1 − D(G(z)). A good D has
/// D(G(z)) → 0 (Goodfellow et al. 2014, §3; Arjovsky &amp; Bottou 2017, theorem 2.4).
/// </remarks>
internal sealed class BalanceLab : Lab
{
    private const int Batch = 1024, GeneratorSteps = 60;

    private static readonly int[] _updates = [1, 2, 5];

    /// <inheritdoc/>
    public override string Name => "balance";

    /// <inheritdoc/>
    public override string Title => "The stronger D, the shorter G's gradient of ln(1 - D); too weak a D gives none either";

    /// <inheritdoc/>
    public override string Claim => "S1: \"Discriminator is too strong, such that the gradient for the generator vanishes and the generator can't keep up\"; \"Discriminator is too weak\"; S0: \"k steps\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "Data N(4, 1.25), a generator as freshly made, which stays as it is while D gets k updates for each of 60 steps that G would make. What reaches D's logit is, averaged over the fakes, exactly "
        + "D(G(z)) for ln(1 - D) and 1 - D(G(z)) for -ln D; with k the first shrinks, the second does not. In the first steps more updates of D mean more gradient, as D has to learn what the difference is; vanishing comes after. Too weak: data in two bumps and fakes with the same mean and variance; a linear D can only compare means, "
        + "finds nothing, and G gets no gradient, while a D with hidden units sees the gap between the bumps.";

    /// <inheritdoc/>
    public override string Tolerances => "1e-6 for means of 1,024 terms in single precision. What grows or shrinks has to do so, with no tolerance; the blind D may give a tenth of the seeing one's gradient: its weights never come to rest at 0 quite.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        Measured[][] runs = [.. _updates.Select(k => TrainOnly(context, k))];
        Measured[] last = [.. runs.Select(run => run[^1])];
        double blind = GradientFromD(context, []), seeing = GradientFromD(context, [32, 32]);
        return new LabResult(
            [
                Finding.AtMost(last[0].Saturating, "|gradient of G|, ln(1 - D), step 60: k = 2 below k = 1", last[1].Saturating),
                Finding.AtMost(last[1].Saturating, "|gradient of G|, ln(1 - D), step 60: k = 5 below k = 2", last[2].Saturating),
                Finding.AtLeast(last[0].NonSaturating, "|gradient of G|, -ln D, step 60: k = 5 not below k = 1", last[2].NonSaturating),
                Finding.AtMost(0.1, "|gradient on fakes|: linear D / D with hidden units", blind / seeing),
                .. _updates.Select((k, i) => Finding.Within(1e-6, $"k = {k}: gradient of ln(1 - D) that reaches the logit", last[i].Fake, last[i].SaturatingOnLogit)),
                .. _updates.Select((k, i) => Finding.Within(1e-6, $"k = {k}: gradient of -ln D that reaches the logit", 1 - last[i].Fake, last[i].NonSaturatingOnLogit)),
            ],
            PlotOf("minimising ln(1 - D)", runs, static measured => measured.Saturating),
            PlotOf("minimising -ln D", runs, static measured => measured.NonSaturating),
            PlotOf("D(G(z))", runs, static measured => measured.Fake));
    }

    private static Plot PlotOf(string title, Measured[][] runs, Func<Measured, double> value) => new(
        title, "steps of G that D was given k updates for", title.StartsWith('D') ? "mean of D over fakes" : "|gradient of G|",
        [.. runs.Select((run, i) => new Series($"k = {_updates[i]}", SeriesStyle.Line, [.. run.Select((measured, step) => (step + 1.0, value(measured)))]))])
    { IsYLogarithmic = true };

    /// <summary>D gets k updates a step against a generator that stays as it is; what G's gradient would be, after each step.</summary>
    private static Measured[] TrainOnly(LabContext context, int updates)
    {
        InitialValues values = new(context.Seed);
        using Sequential generator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new FanInUniform(), 4, 32, 1);
        using Sequential discriminator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new FanInUniform(), 1, 32, 32, 1);
        using IParameterUpdater adam = new OptimizerOptions { LearningRate = 1e-3, Beta1 = 0.5 }.Create(discriminator.Parameters);
        using RandomSource random = context.Random(1);
        IGanLoss loss = LossCatalog.All["non-saturating-logits"];
        Tensor Fakes() => generator.Forward(random.Normal(new Shape(Batch, 4)));
        List<Measured> measured = [];
        for (int step = 0; step < GeneratorSteps; step++)
        {
            for (int update = 0; update < updates; update++)
            {
                using GradientTape tape = new();
                Tensor real = random.Normal(new Shape(Batch, 1), 4, 1.25);
                adam.Step(tape.Gradients(loss.Discriminator(discriminator.Forward(real), discriminator.Forward(Fakes())), discriminator.Parameters));
            }

            measured.Add(Measure(generator, () => discriminator.Forward(Fakes())));
            context.Progress?.Invoke(step + 1, GeneratorSteps);
        }

        return [.. measured];
    }

    private static Measured Measure(Sequential generator, Func<Tensor> forward)
    {
        using GradientTape tape = new();
        Tensor logits = forward();
        Tensor d = logits.Sigmoid();
        Gradients Of(Tensor loss) => tape.Gradients(loss, [.. generator.Parameters, logits]);
        Gradients saturating = Of((1 - d).Log().Mean()), nonSaturating = Of(-d.Log().Mean());
        double OnLogit(Gradients gradients) => gradients[logits].ToDoubleArray().Sum(Math.Abs);
        return new Measured(
            d.Mean().DoubleItem(), OnLogit(saturating), OnLogit(nonSaturating), saturating.Flatten(generator).Norm(), nonSaturating.Flatten(generator).Norm());
    }

    /// <summary>The gradient of −ln D on fakes that have the data's mean and variance, but one bump instead of two.</summary>
    private static double GradientFromD(LabContext context, int[] hidden)
    {
        Density bumps = new([-1, 1], 0.3);
        double deviation = Math.Sqrt(1 + 0.3 * 0.3);
        using Sequential discriminator = SmallNetwork.Create(context.Backend, new InitialValues(context.Seed), Activation.LeakyRelu(0.2), new FanInUniform(), [1, .. hidden, 1]);
        using RandomSource random = context.Random(2);
        using MixtureSampler real = bumps.Sampler(context.Backend, random, Batch);
        DiscriminatorTraining.Run(context, discriminator, real.Next, () => random.Normal(new Shape(Batch, 1), 0, deviation), context.Pick(400, 1500), 1e-2);

        using GradientTape tape = new();
        Tensor fakes = random.Normal(new Shape(16 * Batch, 1), 0, deviation);
        Tensor loss = LossCatalog.All["non-saturating-logits"].Generator(discriminator.Forward(fakes));
        return tape.Gradients(loss, [fakes])[fakes].ToDoubleArray().Norm();
    }

    /// <summary>Mean of D over fakes, what reaches its logits, and the norms of G's gradient, for both losses.</summary>
    private readonly record struct Measured(double Fake, double SaturatingOnLogit, double NonSaturatingOnLogit, double Saturating, double NonSaturating);
}
