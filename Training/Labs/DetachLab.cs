using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>A detached fake gives G no gradient, and two backward passes add up to the backward pass of the sum.</summary>
/// <remarks>
/// ∇(L₁ + L₂) = ∇L₁ + ∇L₂. S2's own cut edge: with m the batch mean, ∂Σwᵢ(xᵢ − m)²/∂xⱼ = 2wⱼ(xⱼ − m) − (2/n)Σwᵢ(xᵢ − m);
/// taking the mean as a Python number drops the second term.
/// </remarks>
internal sealed class DetachLab : Lab
{
    private const int Batch = 100, Noise = 3;

    /// <inheritdoc/>
    public override string Name => "detach";

    /// <inheritdoc/>
    public override string Title => "Detaching cuts exactly one edge, and gradients of sums add up";

    /// <inheritdoc/>
    public override string Claim => "S2: \"detach to avoid training G on these labels\"; its real and fake losses go backwards one after the other and add up.";

    /// <inheritdoc/>
    public override string Explanation =>
        "In D's step the fake is a number to D: no gradient may reach G. On this tape that is StopGradient, or simply not asking for G's parameters. S2 calls backward twice, on the real and on the "
        + "fake loss, and lets the gradients add up; as ∇(L1 + L2) = ∇L1 + ∇L2, one pass over the sum gives the same. S2 also cuts an edge without saying so: the batch mean of its squared "
        + "differences is turned into a Python number, so that 2w(x - m) loses its term -(2/n)Σw(x - m).";

    /// <inheritdoc/>
    public override string Tolerances => "Zero is zero: no operation connects the two. 1e-6 of the largest gradient for sums over 100 samples in another order, each rounded to 6e-8 of itself; 1e-12 for the cut edge in double precision.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        InitialValues values = new(context.Seed);
        using Sequential generator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new HeNormal(), Noise, 32, 2);
        using Sequential discriminator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new HeNormal(), 2, 32, 1);
        using RandomSource random = context.Random(1);
        using GradientTape tape = new();
        Tensor real = random.Normal(new Shape(Batch, 2), 4, 1.25);
        Tensor fake = generator.Forward(random.Uniform(new Shape(Batch, Noise)));
        Tensor realLoss = CrossEntropy(discriminator.Forward(real), 1);
        Tensor attached = realLoss + CrossEntropy(discriminator.Forward(fake), 0);
        Tensor fakeLoss = CrossEntropy(discriminator.Forward(fake.StopGradient()), 0);
        Tensor detached = realLoss + fakeLoss;

        double[] G(Tensor loss) => tape.Gradients(loss, generator.Parameters).Flatten(generator);
        double[] D(Tensor loss) => tape.Gradients(loss, discriminator.Parameters).Flatten(discriminator);
        double[] together = D(detached), onReal = D(realLoss), onFake = D(fakeLoss), added = [.. onReal.Zip(onFake, static (a, b) => a + b)];
        (double[] cut, double[] whole, double[] weights, double[] x) = SquaredDifferences(context);
        double largest = together.Max(Math.Abs);
        double mean = x.Average(), pull = weights.Zip(x, (w, value) => w * (value - mean)).Sum() * 2 / x.Length;
        return new LabResult(
            [
                Finding.Within(0, "|gradient of G| from D's loss, fake detached", 0, G(detached).Norm()),
                Finding.AtLeast(1e-3, "|gradient of G| from D's loss, fake not detached", G(attached).Norm()),
                Finding.Within(1e-6, "D's gradient, detached - attached: largest gap / largest", 0, together.LargestGap(D(attached)) / largest),
                Finding.Within(1e-6, "real pass + fake pass - pass over the sum: largest gap / largest", 0, added.LargestGap(together) / largest),
                Finding.Within(1e-12, "S2's cut mean, gradient of the first sample", 2 * weights[0] * (x[0] - mean), cut[0]),
                Finding.Within(1e-12, "the mean not cut, gradient of the first sample", 2 * weights[0] * (x[0] - mean) - pull, whole[0]),
            ],
            new Plot("D's gradients, weight by weight", "one backward pass over the sum", "the two losses' passes",
                new Series("real loss alone", SeriesStyle.Specks, together, onReal),
                new Series("fake loss alone", SeriesStyle.Specks, together, onFake),
                new Series("added", SeriesStyle.Specks, together, added),
                new Series("predicted: equal", SeriesStyle.Dashes, [(together.Min(), together.Min()), (together.Max(), together.Max())])),
            new Plot("what S2's cut mean drops from the gradient", "sample", "gradient with the mean - gradient with it cut",
                new Series("predicted: -(2/n) Σ w(x - m)", SeriesStyle.Dashes, [(x.Min(), -pull), (x.Max(), -pull)]),
                new Series("measured", SeriesStyle.Dots, x, [.. whole.Zip(cut, static (a, b) => a - b)]) { Colour = 0 },
                new Series("nothing dropped", SeriesStyle.Dashes, [(x.Min(), 0), (x.Max(), 0)])));
    }

    /// <summary>Gradients of Σwᵢ(xᵢ − m)² with respect to x, with m as a constant and as the function of x that it is.</summary>
    private static (double[] Cut, double[] Whole, double[] Weights, double[] X) SquaredDifferences(LabContext context)
    {
        const int count = 20;
        using GradientTape tape = new();
        using RandomSource random = new(context.Exact, context.Seed, 2);
        Tensor x = random.Normal(new Shape(1, count), 4, 1.25);
        double[] weights = [.. Enumerable.Range(0, count).Select(static i => 0.5 + i / (double)count)];
        Tensor w = Tensor.FromArray(context.Exact, weights, x.Shape), mean = x.Mean(1, keepAxis: true);
        Tensor cut = (w * (x - mean.StopGradient()).Square()).Sum(), whole = (w * (x - mean).Square()).Sum();
        return (tape.Gradients(cut, [x])[x].ToDoubleArray(), tape.Gradients(whole, [x])[x].ToDoubleArray(), weights, x.ToDoubleArray());
    }

    private static Tensor CrossEntropy(Tensor logits, double label) => logits.BinaryCrossEntropyWithLogits(Tensor.Full(logits.Backend, logits.Shape, label)).Mean();
}
