using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>A GAN with an encoder E beside G: D tells pairs (x, E(x)) from pairs (G(z), z), so that E learns to invert G.</summary>
/// <remarks>
/// Generator: z → hidden layers → x, sigmoid. Encoder: x → hidden layers → z. Discriminator: [x, z] → hidden layers → logit. G and E are
/// trained together: they minimise the generator's loss on both kinds of pairs, with the labels exchanged.
/// Source: Donahue et al. 2017, equations 2 and 3 and §3.4; source S4 names the model.
/// </remarks>
public sealed class BiGan : GanModel
{
    private readonly Parameter[] _generatorAndEncoder;

    /// <summary>A model with freshly drawn parameters: the generator's, the encoder's, the discriminator's.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">The layers of its networks.</param>
    public BiGan(GanSpecification run, BiGanDesign design) : base(run)
    {
        int none = design.HiddenLayers, first = design.HasBatchNorm ? 0 : none, second = design.HasBatchNorm ? 1 : none;
        Generator = Network("", run.NoiseSize, run.GeneratorHidden, run.SampleSize, Activation.Relu, first, Activation.Sigmoid);
        Encoder = Network("e", run.SampleSize, run.GeneratorHidden, run.NoiseSize, design.EncoderActivation, second, design.EncoderEnd);
        Discriminator = Network("", run.SampleSize + run.NoiseSize, run.DiscriminatorHidden, 1, design.DiscriminatorActivation, none, null);
        _generatorAndEncoder = [.. Generator.Parameters.Concat(Encoder.Parameters).Distinct()];

        // G and E are trained by one optimiser, so their tensors' names differ.
        Sequential Network(string prefix, int inputs, int hidden, int outputs, Activation activation, int firstNormalized, Activation? end)
        {
            List<Module> modules = [];
            for (int layer = 0; layer < design.HiddenLayers; layer++)
            {
                bool isNormalized = layer >= firstNormalized;
                modules.Add(LinearLayer($"{prefix}{modules.Count}", inputs, hidden, hasBias: !isNormalized));
                if (isNormalized)
                {
                    modules.Add(new BatchNorm($"{prefix}{modules.Count}", hidden, BatchNormOptions.PyTorch, run.Backend));
                }

                modules.Add(activation);
                inputs = hidden;
            }

            modules.Add(LinearLayer($"{prefix}{modules.Count}", inputs, outputs));
            return new Sequential(end is null ? [.. modules] : [.. modules, end]);
        }
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <summary>E: the noise vector from which G would make a sample.</summary>
    public Module Encoder { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Module Network)> Networks =>
        [("generator", Generator), ("encoder", Encoder), ("discriminator", Discriminator)];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> GeneratorParameters => _generatorAndEncoder;

    /// <inheritdoc/>
    public override Tensor ScoreReal(GanBatch batch) =>
        Discriminator.Forward(TensorOperations.Concatenate(1, batch.Real, Encoder.Forward(batch.Real)));

    /// <inheritdoc/>
    public override Tensor Score(Tensor samples, GanBatch batch) =>
        Discriminator.Forward(TensorOperations.Concatenate(1, samples, batch.Noise));

    /// <inheritdoc/>
    /// <remarks>−E ln D(G(z), z) − E ln(1 − D(x, E(x))) for the non-saturating loss: 1 − σ(a) = σ(−a).</remarks>
    public override Tensor GeneratorLoss(Tensor fake, GanBatch batch) => base.GeneratorLoss(fake, batch) + base.GeneratorLoss(-ScoreReal(batch), batch);

    /// <inheritdoc/>
    public override bool CanReconstruct => true;

    /// <inheritdoc/>
    public override Tensor Reconstruct(Tensor samples) => Generator.Evaluate(Encoder.Evaluate(samples));
}

/// <summary>The layers of a bidirectional GAN's three networks, whose widths the run decides.</summary>
/// <param name="HiddenLayers">Hidden layers of each network.</param>
/// <param name="HasBatchNorm">Whether the hidden layers of G, and those of E but the first, have batch normalisation instead of a bias.</param>
/// <param name="EncoderActivation">The activation of the encoder's hidden layers; the generator's have ReLU.</param>
/// <param name="DiscriminatorActivation">The activation of the discriminator's hidden layers.</param>
/// <param name="EncoderEnd">The activation of the encoder's last layer; null for none.</param>
public sealed record BiGanDesign(int HiddenLayers, bool HasBatchNorm, Activation EncoderActivation, Activation DiscriminatorActivation, Activation? EncoderEnd)
{
    /// <summary>
    /// After the authors' networks for MNIST (github.com/jeffdonahue/bigan, <c>net.py</c>): two hidden layers, leaky ReLU in E and D. The
    /// authors also normalise D, take z into D's second layer and leave out γ and β. Here D has no normalisation: with it, and with z in the
    /// first layer, D won for good. E ends in tanh, because noise is uniform on [−1, 1): without tanh D tells pairs by the size of E(x) alone.
    /// </summary>
    public static BiGanDesign Donahue { get; } = new(2, HasBatchNorm: true, Activation.LeakyRelu(0.2), Activation.LeakyRelu(0.2), Activation.Tanh);

    /// <summary>One hidden layer each without normalisation, and an encoder that ends in a linear layer.</summary>
    public static BiGanDesign Plain { get; } = new(1, HasBatchNorm: false, Activation.Relu, Activation.LeakyRelu(0.2), null);
}
