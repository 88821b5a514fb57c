using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>S0 writes cross entropy without its minus; minimising that teaches D the opposite.</summary>
/// <remarks>
/// S0: L(y, ŷ) = y ln ŷ + (1 − y) ln(1 − ŷ), whose minimum is at ŷ = 0 for y = 1. Cross entropy is −L; its minimiser is
/// D* = p/(p + q), so that E D*(x) = ∫p²/(p + q) (Goodfellow et al. 2014, proposition 1).
/// </remarks>
internal sealed class BceSignLab : Lab
{
    private const int Batch = 4096;

    /// <inheritdoc/>
    public override string Name => "bce-sign";

    /// <inheritdoc/>
    public override string Title => "Minimising S0's cross entropy drives D the wrong way";

    /// <inheritdoc/>
    public override string Claim => "S0: \"L(y, ŷ) = ylog(ŷ) + (1-y)log(1-ŷ)\", under the heading \"Binary crossentropy loss\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "Cross entropy is -y ln ŷ - (1 - y) ln(1 - ŷ). S0 leaves out the minus and later maximises, which is consistent; handed to an optimiser that minimises, it makes D call real samples fake. "
        + "Real N(1, 0.7) against fake N(-1, 0.7): with the minus D(x) rises to the mean of p/(p + q) over real samples; without it D(x) falls towards 0 from the first step on. Both runs start from the same weights.";

    /// <inheritdoc/>
    public override string Tolerances => "The two gradients differ in sign bits only, so their sum is 0. 0.02 on E D*(x): 0.2/√4096 = 0.003 for the sample, the rest for a D of 16 units. The wrong way is a matter of sides, with no tolerance.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int steps = context.Pick(300, 600);
        Curve corrected = Train(context, 1, steps), faithful = Train(context, -1, steps);
        Density real = Density.Normal(1, 0.7), fake = Density.Normal(-1, 0.7);
        double optimum = Integral.Over(x => real.At(x) * real.At(x) / (real.At(x) + fake.At(x)), -6, 6);
        double[] x = [.. Enumerable.Range(0, steps + 1).Select(static step => (double)step)];
        return new LabResult(
            [
                Finding.AtMost(0, "change of D(x) in the first step, without the minus", faithful.Real[1] - faithful.Real[0]),
                Finding.AtLeast(0, "change of D(x) in the first step, with the minus", corrected.Real[1] - corrected.Real[0]),
                Finding.Within(0, "gradient without + gradient with: largest sum", 0, corrected.FirstGradient.LargestGap([.. faithful.FirstGradient.Select(static g => -g)])),
                Finding.Within(0.02, "D(x) at the end, with the minus", optimum, corrected.Real[^1]),
                Finding.AtMost(0.5, "D(x) at the end, without the minus", faithful.Real[^1]),
                Finding.AtLeast(0.5, "D(G(z)) at the end, without the minus", faithful.Fake[^1]),
            ],
            new Plot("what D says of real samples and fakes", "step of D", "mean of D",
                new Series("predicted end of D(x): E p/(p + q)", SeriesStyle.Dashes, [(0, optimum), (steps, optimum)]),
                new Series("D(x), minimising cross entropy", SeriesStyle.Line, x, corrected.Real) { Colour = 0 },
                new Series("D(G(z)), minimising cross entropy", SeriesStyle.Line, x, corrected.Fake),
                new Series("D(x), minimising S0's L", SeriesStyle.Line, x, faithful.Real),
                new Series("D(G(z)), minimising S0's L", SeriesStyle.Line, x, faithful.Fake)));
    }

    private static Curve Train(LabContext context, double sign, int steps)
    {
        using Sequential discriminator = SmallNetwork.Create(context.Backend, new InitialValues(context.Seed), Activation.Tanh, new XavierNormal(), 1, 16, 1);
        using IParameterUpdater adam = new OptimizerOptions { LearningRate = 1e-2 }.Create(discriminator.Parameters);
        using RandomSource random = context.Random(1);
        Curve curve = new([], [], []);
        using TensorScope samples = new();
        Tensor real = random.Normal(new Shape(Batch, 1), 1, 0.7), fake = random.Normal(new Shape(Batch, 1), -1, 0.7);
        for (int step = 0; step <= steps; step++)
        {
            using GradientTape tape = new();
            Tensor onReal = discriminator.Forward(real), onFake = discriminator.Forward(fake);
            curve.Real.Add(onReal.Sigmoid().Mean().DoubleItem());
            curve.Fake.Add(onFake.Sigmoid().Mean().DoubleItem());

            // y ln ŷ + (1 - y) ln(1 - ŷ) is minus the cross entropy.
            Tensor crossEntropy = onReal.BinaryCrossEntropyWithLogits(Tensor.Ones(context.Backend, onReal.Shape)).Mean()
                + onFake.BinaryCrossEntropyWithLogits(Tensor.Zeros(context.Backend, onFake.Shape)).Mean();
            Gradients gradients = tape.Gradients(crossEntropy * sign, discriminator.Parameters);
            if (step == 0)
            {
                curve.FirstGradient.AddRange(gradients.Flatten(discriminator));
            }

            adam.Step(gradients);
            context.Progress?.Invoke(step, steps);
        }

        return curve;
    }

    /// <summary>Means of D before each step, and the first gradient.</summary>
    private sealed record Curve(List<double> Real, List<double> Fake, List<double> FirstGradient);
}
