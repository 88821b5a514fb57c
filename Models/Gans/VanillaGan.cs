using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>The deep fully connected GAN of source S1: leaky ReLU 0.2, tanh at the end of G, dropout after the hidden layers of D.</summary>
/// <remarks>
/// Generator: noise → 256 → 512 → 1024 → sample. Discriminator: sample → 1024 → 512 → 256 → 1. With 100 noise numbers and 784 pixels they
/// have 1,486,352 and 1,460,225 parameters.
/// Source: S1's "VGAN", after Goodfellow et al. 2014, §3 and equation 1.
/// </remarks>
public sealed class VanillaGan : GanModel
{
    private const double Slope = 0.2;

    /// <summary>The source's model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    public VanillaGan(GanSpecification run) : this(run, VanillaGanDesign.Source)
    {
    }

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">Widths of the hidden layers, and what follows those of the discriminator.</param>
    public VanillaGan(GanSpecification run, VanillaGanDesign design) : base(run)
    {
        Func<int, Module> dropout = design.Dropout ?? (_ => DropoutLayer(run.DropoutKeep));
        Generator = new Sequential([.. Layers([run.NoiseSize, .. design.GeneratorHidden, run.SampleSize], _ => []), Activation.Tanh]);
        Discriminator = new Sequential([.. Layers([run.SampleSize, .. design.DiscriminatorHidden, 1], layer => [dropout(layer)])]);
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.MinusOneToOne;

    private IEnumerable<Module> Layers(int[] widths, Func<int, Module[]> afterHidden)
    {
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            yield return LinearLayer($"{layer}", widths[layer], widths[layer + 1]);
            if (layer < widths.Length - 2)
            {
                yield return Activation.LeakyRelu(Slope);
                foreach (Module module in afterHidden(layer))
                {
                    yield return module;
                }
            }
        }
    }
}

/// <summary>The layers of a deep fully connected GAN.</summary>
/// <param name="GeneratorHidden">Hidden units of G's layers, from the noise on.</param>
/// <param name="DiscriminatorHidden">Hidden units of D's layers, from the sample on.</param>
public sealed record VanillaGanDesign(IReadOnlyList<int> GeneratorHidden, IReadOnlyList<int> DiscriminatorHidden)
{
    /// <summary>The layers of source S1.</summary>
    public static VanillaGanDesign Source { get; } = new([256, 512, 1024], [1024, 512, 256]);

    /// <summary>The dropout after D's hidden layer of a number, from 0; null for random dropout that keeps as many numbers as the run says.</summary>
    public Func<int, Module>? Dropout { get; init; }
}
