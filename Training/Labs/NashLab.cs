using NativeGan.Engine;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>Late in training neither network can do better: D says ½ of everything.</summary>
/// <remarks>At p_G = p_data the best D is ½ everywhere, and no G does better than p_data against it (Goodfellow et al. 2014, theorem 1).</remarks>
internal sealed class NashLab : Lab
{
    private const int Batch = 512, Every = 20;

    /// <inheritdoc/>
    public override string Name => "nash";

    /// <inheritdoc/>
    public override string Title => "Late in training D says 1/2 of real samples and of fakes";

    /// <inheritdoc/>
    public override string Claim => "S1: \"GAN converges when probabilities are close to 0.5, which means G can cheat D\"; S0: \"hard to achieve Nash equilibrium\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "The equilibrium is p_G = p_data with D = 1/2 everywhere: against that D no G can lower V, and against that G no D can raise it above -log 4. A small GAN (normal noise, two hidden layers of 32, "
        + "one update each) learns S2's N(4, 1.25). At first D tells the two apart; the figures are means over the last fifth of training. That D says 1/2 shows a balance only: the samples' mean and "
        + "spread say whether it is the right one.";

    /// <inheritdoc/>
    public override string Tolerances => "0.05 on D: what is left of the cycling around the equilibrium that S0 warns of. 0.3 on mean and standard deviation is the acceptance figure for S2's preset. D must first have told them apart by 0.1.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int rounds = context.Pick(2000, 6000) / Every;
        using RandomSource random = context.Random(1);
        using MixtureSampler real = Density.Normal(4, 1.25).Sampler(context.Backend, random, Batch);
        using ToyGan gan = new(context, real, dimensions: 1, Batch, hidden: 32, noiseSize: 4, learningRate: 1e-3);
        List<double> steps = [], onReal = [], onFake = [], means = [], deviations = [];
        for (int round = 1; round <= rounds; round++)
        {
            gan.Train(Every);
            context.Progress?.Invoke(round * Every, rounds * Every);
            (double judgedReal, double judgedFake) = gan.Judge();
            double[] sample = gan.Sample(4096);
            double mean = sample.Average();
            steps.Add(round * Every);
            onReal.Add(judgedReal);
            onFake.Add(judgedFake);
            means.Add(mean);
            deviations.Add(Math.Sqrt(sample.Average(value => (value - mean) * (value - mean))));
        }

        double Late(List<double> values) => values[(rounds * 4 / 5)..].Average();
        double[] judged = [.. Integral.Nodes(0.5, 7.5, 35)];
        double[] pointwise = Slope.Value(x => Engine.Operations.TensorOperations.Sigmoid(gan.Discriminator.Forward(x)), context.Backend, judged);
        return new LabResult(
            [
                Finding.Within(0.05, "D(x), mean over the last fifth", 0.5, Late(onReal)),
                Finding.Within(0.05, "D(G(z)), mean over the last fifth", 0.5, Late(onFake)),
                Finding.AtLeast(0.1, "D(x) - D(G(z)) at its largest: D learnt something", onReal.Zip(onFake, static (a, b) => a - b).Max()),
                Finding.Within(0.3, "mean of the samples, last fifth", 4, Late(means)),
                Finding.Within(0.3, "standard deviation of the samples, last fifth", 1.25, Late(deviations)),
            ],
            new Plot("what D says while both learn", "step", "mean of D",
                new Series("D(x), real samples", SeriesStyle.Line, steps, onReal),
                new Series("D(G(z)), fakes", SeriesStyle.Line, steps, onFake),
                new Series("predicted in the end: 1/2", SeriesStyle.Dashes, [(0, 0.5), (rounds * Every, 0.5)])),
            new Plot("what G makes", "step", "mean; standard deviation",
                new Series("mean of G(z)", SeriesStyle.Line, steps, means),
                new Series("standard deviation of G(z)", SeriesStyle.Line, steps, deviations),
                new Series("data: 4", SeriesStyle.Dashes, [(0, 4), (rounds * Every, 4)]) { Colour = 0 },
                new Series("data: 1.25", SeriesStyle.Dashes, [(0, 1.25), (rounds * Every, 1.25)]) { Colour = 1 }),
            new Plot("D at the end, x by x", "x", "D(x)",
                new Series("predicted: 1/2", SeriesStyle.Dashes, [(0.5, 0.5), (7.5, 0.5)]),
                new Series("measured", SeriesStyle.Dots, judged, pointwise) { Colour = 0 }));
    }
}
