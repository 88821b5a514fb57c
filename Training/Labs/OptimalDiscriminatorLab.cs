using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>A trained discriminator is p/(p + q), and that is where its objective has its maximum.</summary>
/// <remarks>For fixed x, p ln D + q ln(1 − D) has slope p/D − q/(1 − D) and curvature −p/D² − q/(1 − D)²; at D* = p/(p + q) they are 0 and −(p + q)³/(pq) (Goodfellow et al. 2014, proposition 1).</remarks>
internal sealed class OptimalDiscriminatorLab : Lab
{
    private const int Batch = 1024, GridSize = 401;

    /// <inheritdoc/>
    public override string Name => "optimal-d";

    /// <inheritdoc/>
    public override string Title => "The best discriminator is p(x)/(p(x) + q(x))";

    /// <inheritdoc/>
    public override string Claim => "S0: \"fix G, optimal discriminator D is given by: p_data(x)/(p_data(x) + p_G(x))\"; \"the second derivative is negative\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "V(G, D) = ∫ p ln D + q ln(1 - D) is largest, point by point, where p/D = q/(1 - D): D* = p/(p + q). A small D (1-32-32-1, leaky ReLU) sees samples only and is trained alone; then it is read off on a grid. "
        + "The pairs: S2's data N(4, 1.25) against S2's generator as recorded at step 1,200, N(2.564, 1.299); two bumps against one between them; and q = p, where nothing can be told and D* = 1/2. "
        + "Slope and curvature of the integrand at D* come from the tape and from the tape of the tape.";

    /// <inheritdoc/>
    public override string Tolerances => "0.02 where (p + q)/2 is above 1 % of its peak is the acceptance figure; outside, D sees too few samples to say. 1e-9 for derivatives in double precision.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        Density data = Density.Normal(4, 1.25), bumps = new([-2, 2], 0.8), between = Density.Normal(0, 0.8);
        Trained early = Train(context, data, Density.Normal(2.564, 1.299), 1), bimodal = Train(context, bumps, between, 2), equal = Train(context, data, data, 3);
        double[] x = [.. bimodal.Curve.Select(point => point.X)], p = [.. x.Select(bumps.At)], q = [.. x.Select(between.At)];
        double[] optimum = [.. p.Zip(q, static (a, b) => a / (a + b))];
        Tensor Objective(Tensor d) => Column(context, p) * d.Log() + Column(context, q) * (1 - d).Log();
        double[] slope = Slope.Of(Objective, context.Exact, optimum), curvature = Slope.SecondOf(Objective, context.Exact, optimum);
        double[] predictedCurvature = [.. p.Zip(q, static (a, b) => -Math.Pow(a + b, 3) / (a * b))];
        return new LabResult(
            [
                Finding.Within(0.02, "S2's data, S2's G at step 1,200: largest gap to D*", 0, early.Gap),
                Finding.Within(0.02, "two bumps against one: largest gap to D*", 0, bimodal.Gap),
                Finding.Within(0.02, "q = p: largest gap to 1/2", 0, equal.Gap),
                Finding.Within(1e-9, "slope of p ln D + q ln(1 - D) at D*: largest", 0, slope.Max(Math.Abs)),
                Finding.Within(1e-9, "its curvature / -(p + q)³/(pq): largest gap to 1", 0, curvature.Zip(predictedCurvature, static (a, b) => Math.Abs(a / b - 1)).Max()),
                Finding.AtMost(0, "its curvature at D*: largest, a maximum is below 0", curvature.Max()),
            ],
            PlotOf("S2's data N(4, 1.25) against N(2.564, 1.299)", early), PlotOf("two bumps at -2 and 2 against one at 0", bimodal));
    }

    private static Plot PlotOf(string title, Trained trained) => new(title, "x", "D; densities (relative to the peak)",
        new Series("predicted: p/(p + q)", SeriesStyle.Dashes, [.. trained.Curve.Select(point => (point.X, point.Optimum))]),
        new Series("measured: trained D", SeriesStyle.Dots, [.. trained.Curve.Where((_, i) => i % 10 == 0).Select(point => (point.X, point.Measured))]) { Colour = 0 },
        new Series("p, real", SeriesStyle.Line, [.. trained.Curve.Select(point => (point.X, point.Real))]),
        new Series("q, fake", SeriesStyle.Line, [.. trained.Curve.Select(point => (point.X, point.Fake))]));

    private static Trained Train(LabContext context, Density real, Density fake, uint stream)
    {
        using Sequential network = SmallNetwork.Create(context.Backend, new InitialValues(context.Seed), Activation.LeakyRelu(0.2), new FanInUniform(), 1, 32, 32, 1);
        using RandomSource random = context.Random(stream);
        using MixtureSampler realSamples = real.Sampler(context.Backend, random, Batch), fakeSamples = fake.Sampler(context.Backend, random, Batch);

        // Where the grid lies: every x with a density above 1 % of the peak, found on a wide interval.
        double[] wide = Integral.Nodes(-15, 15, 1500);
        double peak = wide.Max(x => real.At(x) + fake.At(x));
        double[] seen = [.. wide.Where(x => real.At(x) + fake.At(x) > 0.01 * peak)];
        double low = seen[0], high = seen[^1], middle = (low + high) / 2, scale = (high - low) / 8;
        DiscriminatorTraining.Run(context, network, () => (realSamples.Next() - middle) / scale, () => (fakeSamples.Next() - middle) / scale, context.Pick(1500, 8000), 0.02);

        double[] grid = [.. Enumerable.Range(0, GridSize).Select(i => low + (high - low) * i / (GridSize - 1))];
        double[] measured = Slope.Value(x => network.Forward((x - middle) / scale).Sigmoid(), context.Backend, grid);
        Point[] curve = [.. grid.Zip(measured, (x, d) => new Point(x, d, real.At(x) / (real.At(x) + fake.At(x)), real.At(x) / peak, fake.At(x) / peak))];
        return new Trained(curve, curve.Where(point => point.Real + point.Fake > 0.01).Max(point => Math.Abs(point.Measured - point.Optimum)));
    }

    private static Tensor Column(LabContext context, double[] values) => Tensor.FromArray(context.Exact, values, new Shape(values.Length, 1));

    /// <summary>D at one x, beside the formula and the two densities relative to the peak of their sum.</summary>
    private readonly record struct Point(double X, double Measured, double Optimum, double Real, double Fake);

    /// <summary>A trained D on a grid, and how far it is from the formula where there are samples.</summary>
    private sealed record Trained(Point[] Curve, double Gap);
}
