using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Dropout = NativeGan.Models.Layers.Dropout;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>The deep fully connected GAN of source S1: leaky ReLU 0.2, tanh at G's end, dropout behind D's hidden layers.</summary>
/// <remarks>
/// Generator noise → 256 → 512 → 1024 → sample, discriminator sample → 1024 → 512 → 256 → 1: with 100 and 784, 1,486,352 and 1,460,225
/// parameters. Source: S1's "VGAN", after Goodfellow et al. 2014.
/// </remarks>
public sealed class VanillaGan : GanModel
{
    private const double Slope = 0.2;

    private readonly GanSpecification _run;
    private readonly RandomSource _dropout;

    /// <summary>The source's model with freshly drawn parameters, the generator's first.</summary>
    public VanillaGan(GanSpecification run) : this(run, VanillaGanDesign.Source)
    {
    }

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">Widths of the hidden layers, and what is behind the discriminator's.</param>
    public VanillaGan(GanSpecification run, VanillaGanDesign design) : base(run.Loss)
    {
        _run = run;
        _dropout = new RandomSource(run.Backend, run.Seed, GanSpecification.DropoutStream);
        InitialValues random = new(run.Seed);
        Func<int, Module> dropout = design.Dropout ?? (_ => Dropout.Keeping(run.DropoutKeep, _dropout));
        Generator = new Sequential([.. Layers([run.NoiseSize, .. design.GeneratorHidden, run.SampleSize], random, _ => []), Activation.Tanh]);
        Discriminator = new Sequential([.. Layers([run.SampleSize, .. design.DiscriminatorHidden, 1], random, layer => [dropout(layer)])]);
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
    public override PixelScaling Scaling => PixelScaling.MinusOneToOne;

    /// <inheritdoc/>
    public override IReadOnlyList<RandomSource> RandomSources => [_dropout];

    private IEnumerable<Module> Layers(int[] widths, InitialValues random, Func<int, Module[]> behindHidden)
    {
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            yield return new Linear($"{layer}", widths[layer], widths[layer + 1], _run.Initializer, random, _run.Backend);
            if (layer < widths.Length - 2)
            {
                yield return Activation.LeakyRelu(Slope);
                foreach (Module module in behindHidden(layer))
                {
                    yield return module;
                }
            }
        }
    }
}

/// <summary>What a deep fully connected GAN is made of.</summary>
/// <param name="GeneratorHidden">Hidden units of G's layers, from the noise on.</param>
/// <param name="DiscriminatorHidden">Hidden units of D's layers, from the sample on.</param>
public sealed record VanillaGanDesign(IReadOnlyList<int> GeneratorHidden, IReadOnlyList<int> DiscriminatorHidden)
{
    /// <summary>The layers of source S1.</summary>
    public static VanillaGanDesign Source { get; } = new([256, 512, 1024], [1024, 512, 256]);

    /// <summary>The dropout behind D's hidden layer of a number, from 0; null for chance, as often as the run says.</summary>
    public Func<int, Module>? Dropout { get; init; }
}
