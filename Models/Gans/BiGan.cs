using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>A GAN with an encoder E beside G: D tells pairs (x, E(x)) from pairs (G(z), z), so that E learns to invert G.</summary>
/// <remarks>
/// One hidden ReLU layer each: G z → hidden → x with a sigmoid, E x → hidden → z with tanh (noise is uniform on [−1, 1); without it
/// D tells the pairs apart by the size of E(x) alone), D [x, z] → hidden → logit. G and E minimise the
/// generator's loss on both kinds of pairs, with the labels exchanged.
/// Source: Donahue et al. 2017, equations 2 and 3 and §3.4; widths as in source S4, which names the model.
/// </remarks>
public sealed class BiGan : GanModel
{
    private readonly GanSpecification _run;
    private readonly Parameter[] _generatorAndEncoder;

    /// <summary>A model with freshly drawn parameters: the generator's, the encoder's, the discriminator's.</summary>
    public BiGan(GanSpecification run) : this(run, Activation.Tanh)
    {
    }

    /// <summary>A model with freshly drawn parameters, whose encoder ends otherwise.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="encoderEnd">Behind E's last linear layer.</param>
    public BiGan(GanSpecification run, params Module[] encoderEnd) : base(run.Loss)
    {
        _run = run;
        InitialValues random = new(run.Seed);
        Generator = Network("", run.NoiseSize, run.GeneratorHidden, run.SampleSize, random, Activation.Relu, Activation.Sigmoid);
        Encoder = Network("e", run.SampleSize, run.GeneratorHidden, run.NoiseSize, random, Activation.Relu, encoderEnd);
        Discriminator = Network("", run.SampleSize + run.NoiseSize, run.DiscriminatorHidden, 1, random, run.DiscriminatorActivation);
        _generatorAndEncoder = [.. Generator.Parameters, .. Encoder.Parameters];
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <summary>E: the noise vector from which G would make a sample.</summary>
    public Module Encoder { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int NoiseSize => _run.NoiseSize;

    /// <inheritdoc/>
    public override int SampleSize => _run.SampleSize;

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

    // G and E are trained by one optimiser, so their tensors' names differ.
    private Sequential Network(string prefix, int inputs, int hidden, int outputs, InitialValues random, Module hiddenActivation, params Module[] last) => new(
    [
        new Linear($"{prefix}0", inputs, hidden, _run.Initializer, random, _run.Backend),
        hiddenActivation,
        new Linear($"{prefix}2", hidden, outputs, _run.Initializer, random, _run.Backend),
        .. last,
    ]);
}
