using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>The density of f(x): S0's formula needs the absolute value of the derivative.</summary>
/// <remarks>p_Y(y) = p_X(f⁻¹(y))·|d f⁻¹/dy|. Without the bars a falling f gives a negative density, whose integral is −1. The derivative is the tape's.</remarks>
internal sealed class ChangeOfVariableLab : Lab
{
    private const int Bins = 40, PiecesPerBin = 20, IntegralPieces = 5000;

    private static readonly Function _rising = new("exp(x)", static x => x.Exp(), static y => y.Log(), 0.05, 6);
    private static readonly Function _falling = new("σ(-x)", static x => (-x).Sigmoid(), static y => (1 - y).Log() - y.Log(), 0.02, 0.98);

    /// <inheritdoc/>
    public override string Name => "change-of-variable";

    /// <inheritdoc/>
    public override string Title => "The density of f(x) is p(f⁻¹(y)) |d f⁻¹/dy|, with the absolute value that S0 leaves out";

    /// <inheritdoc/>
    public override string Claim => "S0: \"P_y(y) = p_x(f^-1(y)) d(f^-1(y))/dy, where y = f(x)\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "x is N(0, 1); f is exp(x), which rises, and σ(-x), which falls. The share of f(x) in a bin is the integral of p(f⁻¹(y)) |d f⁻¹/dy| over it, with the derivative of f⁻¹ from the tape. "
        + "Samples are drawn and mapped by the engine and counted. For the falling f, S0's formula without the absolute value is negative everywhere and integrates to -1 instead of 1. As a control, "
        + "leaving the derivative out altogether must miss the histogram.";

    /// <inheritdoc/>
    public override string Tolerances => "Five standard errors √(p(1 - p)/n) for the worst of 40 bins: exceeded by chance once in 40,000 runs. 1e-6 for integrals: the tails left out.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int count = context.Pick(1 << 19, 1 << 22);
        Histogram rising = Compare(_rising, count, context, 1), falling = Compare(_falling, count, context, 2);
        double[] nodes = Integral.Nodes(1e-7, 1 - 1e-7, IntegralPieces);
        double[] density = Formula(_falling, context, nodes);
        return new LabResult(
            [
                Finding.AtMost(5, $"f = exp(x): worst of {Bins} bins, in standard errors", rising.WorstBin),
                Finding.AtMost(5, $"f = σ(-x): worst of {Bins} bins, in standard errors", falling.WorstBin),
                Finding.AtLeast(50, "control, no derivative at all: the same, f = σ(-x)", falling.WorstBinWithoutDerivative),
                Finding.Within(1e-6, "integral of S0's formula over all y, f = σ(-x)", -1, Integral.Over(density, 1e-7, 1 - 1e-7)),
                Finding.Within(1e-6, "integral with the absolute value", 1, Integral.Over([.. density.Select(Math.Abs)], 1e-7, 1 - 1e-7)),
                Finding.Within(0, "share of y where S0's formula is negative, f = σ(-x)", 1, density.Count(static value => value < 0) / (double)nodes.Length),
            ],
            PlotOf(_rising, rising, context), PlotOf(_falling, falling, context));
    }

    private static Plot PlotOf(Function function, Histogram histogram, LabContext context)
    {
        double[] y = Integral.Nodes(function.Low, function.High, 100), formula = Formula(function, context, y);
        double width = (function.High - function.Low) / Bins;
        return new Plot($"density of {function.Name}, x ~ N(0, 1)", "y = f(x)", "density",
            new Series("measured: histogram of f(x)", SeriesStyle.Bars, [.. histogram.Measured.Select((share, bin) => (function.Low + (bin + 0.5) * width, share / width))]),
            new Series("predicted: p(f⁻¹(y)) |d f⁻¹/dy|", SeriesStyle.Dashes, y, [.. formula.Select(Math.Abs)]) { Colour = 0 },
            new Series("S0: without the absolute value", SeriesStyle.Dashes, y, formula));
    }

    /// <summary>Counts f(x) in bins and compares with the formula's integrals.</summary>
    private static Histogram Compare(Function function, int count, LabContext context, uint stream)
    {
        using TensorScope scope = new();
        using RandomSource random = context.Random(stream);
        double width = (function.High - function.Low) / Bins;
        double[] measured = new double[Bins];
        foreach (double y in function.Apply(random.Normal(new Shape(count))).ToDoubleArray())
        {
            int bin = (int)Math.Floor((y - function.Low) / width);
            if (bin is >= 0 and < Bins)
            {
                measured[bin]++;
            }
        }

        double worst = 0, worstWithout = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            measured[bin] /= count;
            double low = function.Low + bin * width, high = low + width;
            double[] nodes = Integral.Nodes(low, high, PiecesPerBin);
            double with = Integral.Over([.. Formula(function, context, nodes).Select(Math.Abs)], low, high);
            double without = Integral.Over(OfTheInverse(function, context, nodes), low, high);
            worst = Math.Max(worst, StandardErrors(measured[bin], with, count));
            worstWithout = Math.Max(worstWithout, StandardErrors(measured[bin], without, count));
        }

        return new Histogram(measured, worst, worstWithout);
    }

    private static double StandardErrors(double measured, double predicted, int count) =>
        Math.Abs(measured - predicted) / Math.Sqrt(predicted * (1 - predicted) / count);

    /// <summary>S0's formula, p(f⁻¹(y))·d f⁻¹/dy.</summary>
    private static double[] Formula(Function function, LabContext context, double[] y) =>
        [.. OfTheInverse(function, context, y).Zip(Slope.Of(function.Inverse, context.Exact, y), static (density, slope) => density * slope)];

    private static double[] OfTheInverse(Function function, LabContext context, double[] y)
    {
        Density normal = Density.Normal(0, 1);
        return [.. Slope.Value(function.Inverse, context.Exact, y).Select(normal.At)];
    }

    /// <summary>A monotone function, its inverse, and the interval that is looked at.</summary>
    private sealed record Function(string Name, Func<Tensor, Tensor> Apply, Func<Tensor, Tensor> Inverse, double Low, double High);

    /// <summary>Shares of the samples in the bins, and how far the worst is from its prediction.</summary>
    private sealed record Histogram(double[] Measured, double WorstBin, double WorstBinWithoutDerivative);
}
