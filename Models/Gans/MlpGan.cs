using NativeGan.Engine.Backends;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>The fully connected GAN: one hidden ReLU layer each; the generator ends in a sigmoid, the discriminator in a logit.</summary>
/// <remarks>
/// Generator noise → hidden → sample, discriminator sample → hidden → 1. With 100, 256 and 784: 227,344 and 201,217 parameters.
/// Source: Goodfellow et al. 2014, in the sizes of sources S0 and S4.
/// </remarks>
public sealed class MlpGan : GanModel
{
    private readonly MlpGanSizes _sizes;

    /// <summary>A network with freshly drawn parameters, the generator's first.</summary>
    public MlpGan(GanSpecification run)
        : this(new MlpGanSizes(run.NoiseSize, run.GeneratorHidden, run.SampleSize, run.DiscriminatorHidden), run.Initializer, run.Loss, run.Seed, run.Backend)
    {
    }

    /// <summary>A network with freshly drawn parameters, the generator's first.</summary>
    /// <param name="sizes">Widths of the layers.</param>
    /// <param name="initializer">How the initial values are drawn.</param>
    /// <param name="loss">The two objectives.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="backend">Where the networks live.</param>
    public MlpGan(MlpGanSizes sizes, IInitializer initializer, IGanLoss loss, ulong seed, IBackend backend) : base(loss)
    {
        _sizes = sizes;
        InitialValues random = new(seed);
        Generator = new Sequential(
            new Linear("0", sizes.Noise, sizes.GeneratorHidden, initializer, random, backend),
            Activation.Relu,
            new Linear("2", sizes.GeneratorHidden, sizes.Sample, initializer, random, backend),
            Activation.Sigmoid);
        Discriminator = new Sequential(
            new Linear("0", sizes.Sample, sizes.DiscriminatorHidden, initializer, random, backend),
            Activation.Relu,
            new Linear("2", sizes.DiscriminatorHidden, 1, initializer, random, backend));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int NoiseSize => _sizes.Noise;

    /// <inheritdoc/>
    public override int SampleSize => _sizes.Sample;
}

/// <summary>Widths of a fully connected GAN's layers.</summary>
/// <param name="Noise">Numbers in a noise vector; 100 in S0 and S4.</param>
/// <param name="GeneratorHidden">Hidden units of the generator; 256 in S0 and S4.</param>
/// <param name="Sample">Numbers in a sample; 784 pixels.</param>
/// <param name="DiscriminatorHidden">Hidden units of the discriminator; 256 in S0 and S4.</param>
public readonly record struct MlpGanSizes(int Noise, int GeneratorHidden, int Sample, int DiscriminatorHidden);
