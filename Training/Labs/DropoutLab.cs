using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>S1's dropout keeps 30 % of the units, where today's reading of the same argument keeps 70 %.</summary>
/// <remarks>
/// Inverted dropout with keep probability p: y = x·m/p, m ~ Bernoulli(p), so E y = x and var y = x²(1 − p)/p (Srivastava et al. 2014, §10).
/// </remarks>
internal sealed class DropoutLab : Lab
{
    private const int Count = 1 << 20;

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    public override string Title => "tf.nn.dropout(x, .3) drops 70 %, not 30 %";

    /// <inheritdoc/>
    public override string Claim => "S1: \"l1 = tf.nn.dropout(..., .3)\" in TensorFlow 1, whose second argument is keep_prob.";

    /// <inheritdoc/>
    public override string Explanation =>
        "Dropout multiplies each unit by m/p with m = 1 of probability p, the share kept. The mean stays as it is; the variance becomes (1 - p)/p: 2.33 for TensorFlow 1's reading of S1 (p = 0.3), "
        + "0.43 for the reading of today (p = 0.7). S1's discriminator has three such layers in a row, so 0.3³ = 2.7 % of all paths through it are open in a step, against 34 %. "
        + "A million units of value 1 go through the engine's dropout, on masks drawn on the device.";

    /// <inheritdoc/>
    public override string Tolerances => "Five standard errors of 2^20 draws: 0.0023 for shares, 0.008 for means, 0.010 for variances. Scale and gradient are one division: 1e-6 in single precision.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        using RandomSource random = context.Random(1);
        Dropped faithful = Drop(0.3, random, context), modern = Drop(0.7, random, context);
        return new LabResult(
            [
                Finding.Within(0.0023, "share kept, TensorFlow 1 (keep_prob 0.3)", 0.3, faithful.Kept),
                Finding.Within(0.0023, "share kept, today (rate 0.3)", 0.7, modern.Kept),
                Finding.Within(1e-6, "what a kept unit is multiplied by, TensorFlow 1", 1 / 0.3, faithful.Scale),
                Finding.Within(1e-6, "what a kept unit is multiplied by, today", 1 / 0.7, modern.Scale),
                Finding.Within(0.008, "mean of the output, TensorFlow 1", 1, faithful.Mean),
                Finding.Within(0.008, "mean of the output, today", 1, modern.Mean),
                Finding.Within(0.010, "variance of the output, TensorFlow 1", 0.7 / 0.3, faithful.Variance),
                Finding.Within(0.010, "variance of the output, today", 0.3 / 0.7, modern.Variance),
                Finding.Within(0.0023, "open paths through S1's three layers, TensorFlow 1", Math.Pow(0.3, 3), faithful.Paths),
                Finding.Within(0.0023, "open paths through S1's three layers, today", Math.Pow(0.7, 3), modern.Paths),
                Finding.Within(1e-6, "gradient - output, both 1/p or 0: largest gap", 0, Math.Max(faithful.GradientGap, modern.GradientGap)),
            ],
            new Plot("variance that dropout adds to a unit of value 1", "share kept", "variance of the output",
                new Series("predicted: (1 - p)/p", SeriesStyle.Dashes, [.. Enumerable.Range(20, 76).Select(i => i / 100.0).Select(p => (p, (1 - p) / p))]),
                new Series("measured", SeriesStyle.Dots, [.. Enumerable.Range(2, 8).Select(i => i / 10.0).Select(p => (p, Drop(p, random, context).Variance))]) { Colour = 0 }));
    }

    private static Dropped Drop(double keep, RandomSource random, LabContext context)
    {
        using GradientTape tape = new();
        Shape shape = new(Count);
        Tensor x = Tensor.Ones(context.Backend, shape);
        Tensor Mask() => random.Uniform(shape).LessThan(keep);
        Tensor mask = Mask(), output = x.DropoutMask(mask, keep);
        double[] y = output.ToDoubleArray(), gradient = tape.Gradients(output.Sum(), [x])[x].ToDoubleArray();
        double mean = y.Average();
        return new Dropped(
            y.Count(static value => value != 0) / (double)Count,
            y.Max(),
            mean,
            y.Sum(value => (value - mean) * (value - mean)) / Count,
            (mask * Mask() * Mask()).Mean().DoubleItem(),
            y.LargestGap(gradient));
    }

    /// <summary>What dropout did to ones.</summary>
    private readonly record struct Dropped(double Kept, double Scale, double Mean, double Variance, double Paths, double GradientGap);
}
