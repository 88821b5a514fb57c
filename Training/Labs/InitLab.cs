using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>The spread of the initial weights of every source, and what it does to activations from layer to layer.</summary>
/// <remarks>
/// y = Σ wᵢxᵢ over N inputs has var y = N·var w·var x (S0; Glorot &amp; Bengio 2010, equation 5): kept by var w = 1/N. A ReLU
/// halves the second moment: kept by 2/N (He et al. 2015, equation 10). Glorot: 2/(N_in + N_out).
/// </remarks>
internal sealed class InitLab : Lab
{
    private const int Pixels = MnistImages.Pixels, Width = 256, Depth = 6, Batch = 64, Draws = 200_000;

    /// <inheritdoc/>
    public override string Name => "init";

    /// <inheritdoc/>
    public override string Title => "What the sources call Xavier is He's; and how each start carries a signal through the layers";

    /// <inheritdoc/>
    public override string Claim => "S0: \"var(y) = N.var(w).var(x), we wanted var(y) = var(x), hence var(w) = 1/N\"; its code divides by shape[0]/2. S1 divides by size[1].";

    /// <inheritdoc/>
    public override string Explanation =>
        "S0 derives var(w) = 1/N and var(w) = 2/(N_in + N_out), but its code takes std = 1/√(N_in/2) = √(2/N_in), which is He's. On biases the same function reads the extent as inputs, so D's single "
        + "output bias starts with std √2. S1 divides by the fan-out: its output weights and bias are U(-1, 1). Weights are read back from freshly made layers. Then six layers of 256 units: each multiplies "
        + "the mean square by N var(w), and a ReLU halves it; the factor is the sixth root of E y² after six layers over E x², averaged over many networks.";

    /// <inheritdoc/>
    public override string Tolerances =>
        "1 % on deviations is the acceptance figure: 200,000 draws give them to 1/√(2n) = 0.16 %. Outermost of n uniform draws: within 1 %. 3 % on the factor: six layers of 256 units scatter by up to 35 % in E y² from net to net, "
        + "a sixth of that in the factor, over √100 nets 0.6 %. var(ab): 2 % for products of a million draws.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        InitialValues values = new(context.Seed);
        HeNormalWithRandomBias s0 = new();
        FanOutUniform s1 = new();
        double[] Weights(IInitializer initializer, int inputs, int outputs)
        {
            List<double> weights = [];
            while (weights.Count < Draws)
            {
                using Linear layer = new("0", inputs, outputs, initializer, values, context.Backend);
                weights.AddRange(layer.Parameters[0].ToDoubleArray());
            }

            return [.. weights];
        }

        // A layer has few biases, or one: what it draws them from is drawn from until there are enough.
        double[] Biases(IInitializer initializer, int inputs, int outputs) => values.Draw(initializer.Bias(new Fan(inputs, outputs)), Draws);
        Finding Spread(string quantity, double variance, double[] drawn) => Finding.WithinShare(0.01, $"std of {quantity}", Math.Sqrt(variance), Deviation(drawn));
        Finding Outermost(string quantity, double bound, double[] drawn) => Finding.WithinShare(0.01, $"largest |w| of {quantity}", bound, drawn.Max(Math.Abs));

        List<Finding> findings =
        [
            Spread($"S0 weights {Pixels} -> 256", 2.0 / Pixels, Weights(s0, Pixels, 256)),
            Spread($"S0 weights 256 -> {Pixels}", 2 / 256.0, Weights(s0, 256, Pixels)),
            Spread("S0 weights 100 -> 256", 2 / 100.0, Weights(s0, 100, 256)),
            Spread("S0 biases of 256 units", 2 / 256.0, Biases(s0, Pixels, 256)),
            Spread($"S0 biases of {Pixels} units", 2.0 / Pixels, Biases(s0, 256, Pixels)),
            Spread("S0 bias of D's single output", 2, Biases(s0, 256, 1)),
            Spread($"Glorot weights {Pixels} -> 256", 2 / (Pixels + 256.0), Weights(new XavierNormal(), Pixels, 256)),
            Spread($"Glorot weights {Pixels} -> 256, uniform", 2 / (Pixels + 256.0), Weights(new XavierUniform(), Pixels, 256)),
            Spread($"LeCun weights {Pixels} -> 256", 1.0 / Pixels, Weights(new LeCunNormal(), Pixels, 256)),
            Outermost($"S1 weights 1024 -> {Pixels}: U(±1/√{Pixels})", 1 / Math.Sqrt(Pixels), Weights(s1, 1024, Pixels)),
            Outermost("S1 bias of D's output: U(-1, 1)", 1, Biases(s1, 256, 1)),
            Spread("S1 bias of D's output: 1/√3", 1 / 3.0, Biases(s1, 256, 1)),
            VarianceOfProducts(context),
        ];

        // N·var w of a square layer, where He's is 2, LeCun's and Glorot's are 1, S1's is 1/3.
        List<Series> series = [];
        foreach ((string name, IInitializer initializer, bool isRelu) in new (string, IInitializer, bool)[]
        {
            ("LeCun, linear", new LeCunNormal(), false), ("S0 (He), linear", s0, false), ("S0 (He), ReLU", s0, true),
            ("Glorot, ReLU", new XavierNormal(), true), ("S1, linear", s1, false),
        })
        {
            double factor = Width * Math.Pow(initializer.Weight(new Fan(Width, Width)).StandardDeviation, 2) * (isRelu ? 0.5 : 1);
            double[] squares = Propagate(initializer, isRelu, context);
            findings.Add(Finding.WithinShare(0.03, $"E y² of a layer / of the one before: {name}", factor, Math.Pow(squares[^1] / squares[0], 1.0 / Depth)));
            series.Add(new Series($"predicted: {name}", SeriesStyle.Dashes, [.. Enumerable.Range(0, Depth + 1).Select(layer => ((double)layer, Math.Pow(factor, layer)))]));
            series.Add(new Series($"measured: {name}", SeriesStyle.Dots, [.. squares.Select((square, layer) => ((double)layer, square))]) { Colour = series.Count - 1 });
        }

        Finding[] spreads = [.. findings.Where(finding => finding.Quantity.StartsWith("std", StringComparison.Ordinal))];
        return new LabResult(
            findings,
            new Plot($"signal through {Depth} layers of {Width} units", "layer", "mean square of the activations", [.. series]) { IsYLogarithmic = true },
            new Plot("standard deviations of initial values, as listed", "predicted", "measured",
                new Series("predicted = measured", SeriesStyle.Dashes, [(0.03, 0.03), (1.5, 1.5)]),
                new Series("measured", SeriesStyle.Dots, [.. spreads.Select(finding => (finding.Predicted, finding.Measured))]) { Colour = 0 })
            { IsXLogarithmic = true, IsYLogarithmic = true });
    }

    /// <summary>Mean squares of the input and of each layer's output, over many networks with weights drawn on the device.</summary>
    private static double[] Propagate(IInitializer initializer, bool isRelu, LabContext context)
    {
        InitialDistribution distribution = initializer.Weight(new Fan(Width, Width));
        Shape square = new(Width, Width);
        using RandomSource random = context.Random(1);
        double[] sums = new double[Depth + 1];
        int networks = context.Pick(100, 400);
        for (int network = 0; network < networks; network++)
        {
            using TensorScope scope = new();
            Tensor x = random.Normal(new Shape(Batch, Width));
            sums[0] += x.Square().Mean().DoubleItem();
            for (int layer = 1; layer <= Depth; layer++)
            {
                x = x.MatMul(distribution.Kind == RandomKind.Normal
                    ? random.Normal(square, 0, distribution.Width)
                    : random.Uniform(square, -distribution.Width, distribution.Width));
                x = isRelu ? x.Relu() : x;
                sums[layer] += x.Square().Mean().DoubleItem();
            }

            context.Progress?.Invoke(network + 1, networks);
        }

        return [.. sums.Select(sum => sum / networks)];
    }

    /// <summary>S0's var(ab) = E(a)²var(b) + E(b)²var(a) + var(a)var(b) for independent a ~ N(1, 0.5), b ~ N(−2, 1.5).</summary>
    private static Finding VarianceOfProducts(LabContext context)
    {
        using TensorScope scope = new();
        using RandomSource random = context.Random(2);
        Shape shape = new(1 << 20);
        Tensor product = random.Normal(shape, 1, 0.5) * random.Normal(shape, -2, 1.5);
        return Finding.WithinShare(0.02, "var(ab), a ~ N(1, 0.5), b ~ N(-2, 1.5)", 1 * 2.25 + 4 * 0.25 + 0.25 * 2.25, Math.Pow(Deviation(product.ToDoubleArray()), 2));
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    }
}
