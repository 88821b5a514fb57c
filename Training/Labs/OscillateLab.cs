using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>The bilinear game: simultaneous descent spirals outwards, alternating descent circles.</summary>
/// <remarks>
/// x descends f₁ = xy and y descends f₂ = −xy. Together: (x, y) ← (x − ηy, y + ηx), a rotation times √(1 + η²).
/// One after the other: x ← x − ηy, then y ← y + ηx, which leaves x² + y² − ηxy as it is, so the radius stays within a factor
/// √((1 + η/2)/(1 − η/2)). Source: Salimans et al. 2016, §3; S0, "hard to achieve Nash equilibrium".
/// </remarks>
internal sealed class OscillateLab : Lab
{
    private const int Steps = 1000;

    /// <inheritdoc/>
    public override string Name => "oscillate";

    /// <inheritdoc/>
    public override string Title => "Two players who ignore each other's move spiral away from the equilibrium";

    /// <inheritdoc/>
    public override string Claim => "S0: f1(x) = xy, f2(y) = -xy: \"with each update of these functions, huge oscillations in these functions, instability becomes worse with time\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "Both players' gradients come from one tape. When both move at once (S4's single session run), the step (x, y) <- (x - ηy, y + ηx) turns the point and "
        + "stretches it by √(1 + η²), so after n steps the radius has grown by (1 + η²)^(n/2). When y sees x's new value (S0, S1), x² + y² - ηxy never changes: "
        + "the point stays on an ellipse and its radius never exceeds √((1 + η/2)/(1 - η/2)) times the smallest. S0's sentence holds for simultaneous updates only.";

    /// <inheritdoc/>
    public override string Tolerances => "0.01 on the growth is the acceptance figure; in double precision 1,000 steps lose about 1e-12. The bounds are theorems: 1e-9 for rounding.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        Orbit fast = Play(context.Exact, 0.1, UpdateOrder.Simultaneous), slow = Play(context.Exact, 0.01, UpdateOrder.Simultaneous);
        Orbit alternating = Play(context.Exact, 0.1, UpdateOrder.DiscriminatorThenGenerator);
        return new LabResult(
            [
                Finding.Within(0.01, "simultaneous, η 0.1: radius after 1,000 steps / at the start", Math.Pow(1 + 0.1 * 0.1, Steps / 2.0), fast.Growth[^1]),
                Finding.Within(0.01, "simultaneous, η 0.01: radius after 1,000 steps / at the start", Math.Pow(1 + 0.01 * 0.01, Steps / 2.0), slow.Growth[^1]),
                Finding.AtMost(Math.Sqrt((1 + 0.05) / (1 - 0.05)), "alternating, η 0.1: largest radius / at the start", alternating.Growth.Max(), 1e-9),
                Finding.AtMost(1.06, "the same, against the acceptance figure", alternating.Growth.Max()),
                Finding.Within(1e-9, "alternating: x² + y² - ηxy at the end / at the start", 1, Invariant(alternating, 0.1, ^1) / Invariant(alternating, 0.1, 0)),
            ],
            new Plot("the players' paths, η = 0.1 (simultaneous: first 120 steps)", "x, which descends xy", "y, which descends -xy",
                new Series("simultaneous", SeriesStyle.Line, [.. fast.Points.Take(120)]),
                new Series("alternating", SeriesStyle.Line, alternating.Points))
            { IsSquare = true },
            new Plot("distance from the equilibrium", "step", "radius / radius at the start",
                new Series("predicted: (1 + η²)^(n/2), η = 0.1", SeriesStyle.Dashes, [.. Enumerable.Range(0, Steps + 1).Select(n => ((double)n, Math.Pow(1.01, n / 2.0)))]),
                new Series("simultaneous, η = 0.1", SeriesStyle.Dots, Every(fast, 50)) { Colour = 0 },
                new Series("simultaneous, η = 0.01", SeriesStyle.Dots, Every(slow, 50)),
                new Series("alternating, η = 0.1", SeriesStyle.Dots, Every(alternating, 50)))
            { IsYLogarithmic = true });
    }

    /// <summary>1,000 steps of gradient descent, from a point where the ellipse of the alternating game is narrowest.</summary>
    private static Orbit Play(IBackend backend, double rate, UpdateOrder order)
    {
        using Parameter x = new("x", backend, [1], Shape.Scalar);
        using Parameter y = new("y", backend, [-1], Shape.Scalar);
        OptimizerOptions descent = new() { Kind = "sgd", LearningRate = rate };
        using IParameterUpdater xDescent = descent.Create([x]), yDescent = descent.Create([y]);
        List<(double X, double Y)> points = [(1, -1)];
        for (int step = 0; step < Steps; step++)
        {
            using GradientTape tape = new();
            Tensor product = x * y;
            if (order == UpdateOrder.Simultaneous)
            {
                Gradients forX = tape.Gradients(product, [x]), forY = tape.Gradients(-product, [y]);
                xDescent.Step(forX);
                yDescent.Step(forY);
            }
            else
            {
                xDescent.Step(tape.Gradients(product, [x]));
                yDescent.Step(tape.Gradients(-(x * y), [y]));
            }

            points.Add((x.DoubleItem(), y.DoubleItem()));
        }

        return new Orbit(points);
    }

    private static double Invariant(Orbit orbit, double rate, Index step)
    {
        (double x, double y) = orbit.Points[step];
        return x * x + y * y - rate * x * y;
    }

    private static (double X, double Y)[] Every(Orbit orbit, int stride) =>
        [.. Enumerable.Range(0, Steps / stride + 1).Select(n => ((double)(n * stride), orbit.Growth[n * stride]))];

    /// <summary>The players' positions, one a step.</summary>
    private sealed record Orbit(List<(double X, double Y)> Points)
    {
        /// <summary>Radius after each step over that at the start.</summary>
        public double[] Growth { get; } = [.. Points.Select(point => Math.Sqrt((point.X * point.X + point.Y * point.Y) / 2))];
    }
}
