using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>The fully connected GAN: one hidden ReLU layer each; the generator ends in a sigmoid, the discriminator in a logit.</summary>
/// <remarks>
/// Generator noise → hidden → sample, discriminator sample → hidden → 1. With 100, 256 and 784: 227,344 and 201,217 parameters.
/// Source: Goodfellow et al. 2014, in the sizes of sources S0 and S4.
/// </remarks>
public sealed class MlpGan : GanModel
{
    private readonly GanSpecification _run;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    public MlpGan(GanSpecification run) : base(run.Loss)
    {
        _run = run;
        InitialValues random = new(run.Seed);
        Generator = new Sequential(
            new Linear("0", run.NoiseSize, run.GeneratorHidden, run.Initializer, random, run.Backend),
            Activation.Relu,
            new Linear("2", run.GeneratorHidden, run.SampleSize, run.Initializer, random, run.Backend),
            Activation.Sigmoid);
        Discriminator = new Sequential(
            new Linear("0", run.SampleSize * run.Packing, run.DiscriminatorHidden, run.Initializer, random, run.Backend),
            run.DiscriminatorActivation,
            new Linear("2", run.DiscriminatorHidden, 1, run.Initializer, random, run.Backend));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int NoiseSize => _run.NoiseSize;

    /// <inheritdoc/>
    public override int SampleSize => _run.SampleSize;

    /// <inheritdoc/>
    public override int Packing => _run.Packing;
}
