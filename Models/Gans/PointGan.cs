using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>A GAN for points: three hidden ReLU layers in each network, no activation after the last layer.</summary>
/// <remarks>
/// Generator: noise → hidden, three times → coordinates. Discriminator (or critic): coordinates → hidden, three times → 1.
/// Source: Gulrajani et al. 2017, §4.1 and figure 1, where it has 512 hidden units, for mixtures of normal distributions.
/// </remarks>
public sealed class PointGan : GanModel
{
    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    public PointGan(GanSpecification run) : base(run)
    {
        Generator = Network(run.NoiseSize, run.GeneratorHidden, run.SampleSize);
        Discriminator = Network(run.SampleSize * run.Packing, run.DiscriminatorHidden, 1);
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int Packing => Run.Packing;

    private Sequential Network(int inputs, int hidden, int outputs) => new(
        LinearLayer("0", inputs, hidden), Activation.Relu,
        LinearLayer("2", hidden, hidden), Activation.Relu,
        LinearLayer("4", hidden, hidden), Activation.Relu,
        LinearLayer("6", hidden, outputs));
}
