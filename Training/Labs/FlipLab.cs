using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>Cross entropy with the label 1 on fakes is −ln D, gradient for gradient.</summary>
/// <remarks>L(1, p) = −1·ln p − 0·ln(1 − p) = −ln p, so both have the same gradient for every weight of G. Source: S0, S1, "flip labels".</remarks>
internal sealed class FlipLab : Lab
{
    private const int Batch = 64, Noise = 4;

    /// <inheritdoc/>
    public override string Name => "flip";

    /// <inheritdoc/>
    public override string Title => "Flipping labels and minimising cross entropy is minimising -ln D";

    /// <inheritdoc/>
    public override string Claim => "S1: \"Better: flip labels and minimize cross entropy\"; S0: log(D(G(z))) \"is used instead\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "Cross entropy is L(y, p) = -y ln p - (1 - y) ln(1 - p). A fake labelled 1 gives L(1, D) = -ln D: the two sentences of S0 and S1 name one loss. "
        + "Here all weights of a generator get their gradient three ways: cross entropy on logits, on probabilities, and -ln σ(a) written out. As a control, maximising the cross entropy "
        + "of the unflipped label (minimising ln(1 - D)) is another loss: with D as sure as here its gradient is much shorter. "
        + "Erratum to S1: its sentence asks for \"high probability for real if an image is fake\" both times; for a real image nothing is flipped in G's step.";

    /// <inheritdoc/>
    public override string Tolerances => "1e-14: the same function in other words, so only the rounding of double precision (1e-16 of gradients below 1) may differ. The control's bound is 2e^-4: σ(a)/(1 - σ(a)) = e^a, and the logits lie around -4.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        InitialValues values = new(context.Seed);
        using Sequential generator = SmallNetwork.Create(context.Exact, values, Activation.Tanh, new XavierNormal(), Noise, 16, 2);
        using Sequential discriminator = SmallNetwork.Create(context.Exact, values, Activation.Tanh, new XavierNormal(), 2, 16, 1);
        using RandomSource random = new(context.Exact, context.Seed, 1);
        double[] noise = random.Normal(new Shape(Batch, Noise)).ToDoubleArray();

        double[] Gradient(Func<Tensor, Tensor> loss)
        {
            using GradientTape tape = new();
            Tensor logits = discriminator.Forward(generator.Forward(Tensor.FromArray(context.Exact, noise, new Shape(Batch, Noise)))) - 4; // a D that is sure
            return tape.Gradients(loss(logits).Mean(), generator.Parameters).Flatten(generator);
        }

        Tensor Label(Tensor like, double label) => Tensor.Full(context.Exact, like.Shape, label);
        double[] logarithm = Gradient(static logits => -logits.Sigmoid().Log());
        double[] onLogits = Gradient(logits => logits.BinaryCrossEntropyWithLogits(Label(logits, 1)));
        double[] onProbabilities = Gradient(logits => logits.Sigmoid().BinaryCrossEntropy(Label(logits, 1)));
        double[] unflipped = Gradient(logits => -logits.BinaryCrossEntropyWithLogits(Label(logits, 0)));
        double certainty = Math.Exp(-4);
        return new LabResult(
            [
                Finding.Within(1e-14, "largest gap over G's weights: cross entropy on logits, label 1", 0, onLogits.LargestGap(logarithm)),
                Finding.Within(1e-14, "the same on probabilities", 0, onProbabilities.LargestGap(logarithm)),
                Finding.AtLeast(0.01, "|gradient of -ln D|: there is something to compare", logarithm.Norm()),
                Finding.AtMost(2 * certainty, "control: |gradient of ln(1 - D)| / |gradient of -ln D|", unflipped.Norm() / logarithm.Norm()),
            ],
            new Plot("gradients of all weights of G", "∂(-ln D)/∂w", "∂/∂w",
                new Series("predicted: equal", SeriesStyle.Dashes, [(logarithm.Min(), logarithm.Min()), (logarithm.Max(), logarithm.Max())]),
                new Series("cross entropy on logits, label 1", SeriesStyle.Dots, logarithm, onLogits) { Colour = 0 },
                new Series("control: ln(1 - D), label not flipped", SeriesStyle.Dots, logarithm, unflipped)));
    }
}
