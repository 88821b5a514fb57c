using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>The fully connected GAN: one hidden layer in each network; the generator ends in a sigmoid, the discriminator in a logit.</summary>
/// <remarks>
/// Generator: noise → hidden, ReLU → sample, sigmoid. Discriminator: sample → hidden, ReLU → 1. With 100 noise numbers, 256 hidden units
/// and 784 pixels they have 227,344 and 201,217 parameters.
/// Source: Goodfellow et al. 2014, §3 and equation 1, in the sizes of sources S0 and S4.
/// </remarks>
public sealed class MlpGan : GanModel
{
    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    public MlpGan(GanSpecification run) : base(run)
    {
        Generator = new Sequential(
            LinearLayer("0", run.NoiseSize, run.GeneratorHidden), Activation.Relu,
            LinearLayer("2", run.GeneratorHidden, run.SampleSize), Activation.Sigmoid);
        Discriminator = new Sequential(
            LinearLayer("0", run.SampleSize * run.Packing, run.DiscriminatorHidden), run.DiscriminatorActivation,
            LinearLayer("2", run.DiscriminatorHidden, 1));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int Packing => Run.Packing;
}
