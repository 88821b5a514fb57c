using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>A GAN for points: three hidden ReLU layers in either network, nothing behind the last layer.</summary>
/// <remarks>
/// Generator noise → hidden, three times → coordinates; discriminator (or critic) coordinates → hidden, three times → 1.
/// Source: the networks of Gulrajani et al. 2017, §4.1 and figure 1 (there 512 units), for mixtures of normal distributions.
/// </remarks>
public sealed class PointGan : GanModel
{
    private readonly GanSpecification _run;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    public PointGan(GanSpecification run) : base(run.Loss)
    {
        _run = run;
        InitialValues random = new(run.Seed);
        Generator = Network(run.NoiseSize, run.GeneratorHidden, run.SampleSize, random);
        Discriminator = Network(run.SampleSize * run.Packing, run.DiscriminatorHidden, 1, random);
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

    private Sequential Network(int inputs, int hidden, int outputs, InitialValues random) => new(
        Layer(0, inputs, hidden, random), Activation.Relu,
        Layer(2, hidden, hidden, random), Activation.Relu,
        Layer(4, hidden, hidden, random), Activation.Relu,
        Layer(6, hidden, outputs, random));

    private Linear Layer(int number, int inputs, int outputs, InitialValues random) =>
        new($"{number}", inputs, outputs, _run.Initializer, random, _run.Backend);
}
