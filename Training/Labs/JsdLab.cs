using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>Against its best discriminator a generator's value is −log 4 + 2·JSD.</summary>
/// <remarks>V(G, D*) = −log 4 + KL(p‖m) + KL(q‖m) = −log 4 + 2·JSD(p, q), m = (p + q)/2, 0 ≤ JSD ≤ ln 2 (Goodfellow et al. 2014, theorem 1).</remarks>
internal sealed class JsdLab : Lab
{
    private const int Batch = 1024;
    private const double Mean = 4, Deviation = 1.25;

    // Beyond these neither density is above 1e-16.
    private const double Low = -8, High = 22;

    // What S2 printed while it trained: step, mean and standard deviation of its fakes.
    private static readonly (int Step, double Mean, double Deviation)[] _recorded =
    [
        (0, -0.177, 0.026), (200, -0.385, 0.022), (400, -0.518, 0.046), (600, -0.513, 0.209), (800, 0.016, 0.541), (1000, 1.374, 0.701),
        (1200, 2.564, 1.299), (1400, 3.621, 1.421), (1600, 4.524, 1.454), (15200, 3.977, 0.997), (15400, 4.013, 1.292), (16800, 4.184, 1.216),
    ];

    /// <inheritdoc/>
    public override string Name => "jsd";

    /// <inheritdoc/>
    public override string Title => "Against the best D, G's value is -log 4 + 2 JSD";

    /// <inheritdoc/>
    public override string Claim => "S0: V(G, D*) \"simplifies to -log4 + KL[...] + KL[...]\"; \"tuning the JSD to 0 is the main objective\"; at p_G = p_data, \"D = 1/2\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "With D* = p/(p + q), V = E ln D*(x) + E ln(1 - D*(G(z))) = -log 4 + 2 JSD(p, q): -1.386 at p_G = p_data and 0 where the two never meet, JSD lying between 0 and ln 2. Data is S2's N(4, 1.25), "
        + "p_G the same moved away. For each distance a small D is trained on samples and V is its mean over fresh samples; the prediction is a numerical integral of the two KL terms. "
        + "On the right, S2's own printed log as divergence: it begins at ln 2, where D is always right, and ends near 0.";

    /// <inheritdoc/>
    public override string Tolerances => "0.01 on V is the acceptance figure; 2^18 samples give V to 0.002, and an imperfect D can only lower it. 0.01 likewise below 0 and above ln 2. 1e-9 for two integrals in double precision.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        double[] shifts = [0, 0.5, 1, 1.5, 2, 3, 4, 6];
        double[] predicted = [.. shifts.Select(shift => Value(Divergence(Density.Normal(Mean, Deviation), Density.Normal(Mean + shift, Deviation))))];
        (double[] measured, double meanAtEquilibrium) = Train(context, shifts);
        double[] jsd = [.. measured.Select(value => (value + Math.Log(4)) / 2)];
        double[] recorded = [.. _recorded.Select(row => Divergence(Density.Normal(Mean, Deviation), Density.Normal(row.Mean, row.Deviation)))];
        double[] exact = [.. _recorded.Select(row => ExactValue(context, Density.Normal(Mean, Deviation), Density.Normal(row.Mean, row.Deviation)))];
        double[] fine = Integral.Nodes(0, 6, 20);
        return new LabResult(
            [
                Finding.Within(0.01, "V at p_G = p_data: -log 4", -Math.Log(4), measured[0]),
                Finding.Within(0.01, $"V with a trained D over {shifts.Length} distances: largest gap", 0, measured.LargestGap(predicted)),
                Finding.AtLeast(0, "JSD = (V + log 4)/2: smallest", jsd.Min(), 0.01),
                Finding.AtMost(Math.Log(2), "JSD: largest", jsd.Max(), 0.01),
                Finding.Within(0.02, "D at p_G = p_data: mean over samples", 0.5, meanAtEquilibrium),
                Finding.Within(1e-9, "S2's log, V with D* written out by the engine: largest gap", 0, exact.LargestGap([.. recorded.Select(Value)])),
            ],
            new Plot("V against the best D", "mean of p_G - mean of p_data", "V, nats",
                new Series("predicted: -log 4 + 2 JSD", SeriesStyle.Dashes, fine, [.. fine.Select(shift => Value(Divergence(Density.Normal(Mean, Deviation), Density.Normal(Mean + shift, Deviation))))]),
                new Series("measured: trained D, fresh samples", SeriesStyle.Dots, shifts, measured) { Colour = 0 },
                new Series("upper bound: -log 4 + 2 ln 2 = 0", SeriesStyle.Dashes, [(0, 0), (6, 0)])),
            new Plot("S2's printed log as divergence", "step of S2's run, plus 100", "JSD to N(4, 1.25), nats",
                new Series("predicted: integral of the KL terms", SeriesStyle.Dashes, [.. _recorded.Zip(recorded, (row, value) => (row.Step + 100.0, value))]),
                new Series("measured: (V + log 4)/2", SeriesStyle.Dots, [.. _recorded.Zip(exact, (row, value) => (row.Step + 100.0, (value + Math.Log(4)) / 2))]) { Colour = 0 },
                new Series("ln 2: nothing in common", SeriesStyle.Dashes, [(100, Math.Log(2)), (16900, Math.Log(2))]))
            { IsXLogarithmic = true });
    }

    private static double Value(double divergence) => -Math.Log(4) + 2 * divergence;

    /// <summary>Ten pieces to a standard deviation: Simpson's error is then below 1e-9.</summary>
    private static int PiecesOf(Density density) => (int)(10 * (High - Low) / Math.Min(density.Deviation, Deviation));

    /// <summary>½KL(p‖m) + ½KL(q‖m), by numerical integration.</summary>
    private static double Divergence(Density p, Density q)
    {
        return 0.5 * Integral.Over(Both, Low, High, PiecesOf(q));

        static double Term(double density, double mean) => density < 1e-300 ? 0 : density * Math.Log(density / mean);

        double Both(double x)
        {
            double real = p.At(x), fake = q.At(x);
            return Term(real, (real + fake) / 2) + Term(fake, (real + fake) / 2);
        }
    }

    /// <summary>∫ p ln D* + q ln(1 − D*), as operations of the engine on a grid.</summary>
    private static double ExactValue(LabContext context, Density real, Density fake)
    {
        double[] nodes = Integral.Nodes(Low, High, PiecesOf(fake));
        using TensorScope scope = new();
        Tensor p = Column(context, [.. nodes.Select(x => real.At(x) + 1e-300)]), q = Column(context, [.. nodes.Select(x => fake.At(x) + 1e-300)]);
        Tensor integrand = p * (p / (p + q)).Log() + q * (q / (p + q)).Log();
        return Integral.Over(integrand.ToDoubleArray(), Low, High);
    }

    private static (double[] Values, double MeanAtEquilibrium) Train(LabContext context, double[] shifts)
    {
        using Sequential network = SmallNetwork.Create(context.Backend, new InitialValues(context.Seed), Activation.LeakyRelu(0.2), new FanInUniform(), 1, 32, 32, 1);
        using RandomSource random = context.Random(1);
        double[] values = new double[shifts.Length];
        double meanAtEquilibrium = double.NaN;
        for (int i = 0; i < shifts.Length; i++)
        {
            // Centred between the two, in units of the deviation.
            Tensor Draw(int count, double side) => random.Normal(new Shape(count, 1), side * shifts[i] / (2 * Deviation), 1);
            DiscriminatorTraining.Run(context, network, () => Draw(Batch, -1), () => Draw(Batch, 1), context.Pick(500, 3000), 5e-3);

            using TensorScope scope = new();
            Tensor onReal = network.Forward(Draw(1 << 18, -1)), onFake = network.Forward(Draw(1 << 18, 1));
            values[i] = -LossCatalog.All["non-saturating-logits"].Discriminator(onReal, onFake).DoubleItem();
            meanAtEquilibrium = shifts[i] == 0 ? onReal.Sigmoid().Mean().DoubleItem() : meanAtEquilibrium;
        }

        return (values, meanAtEquilibrium);
    }

    private static Tensor Column(LabContext context, double[] values) => Tensor.FromArray(context.Exact, values, new Shape(values.Length, 1));
}
