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

    private static readonly int[] _hidden = [256, 512, 1024];

    private readonly GanSpecification _run;
    private readonly RandomSource _dropout;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    public VanillaGan(GanSpecification run) : base(run.Loss)
    {
        _run = run;
        _dropout = new RandomSource(run.Backend, run.Seed, GanSpecification.DropoutStream);
        InitialValues random = new(run.Seed);
        Generator = new Sequential([.. Layers([run.NoiseSize, .. _hidden, run.SampleSize], random, () => []), Activation.Tanh]);
        Discriminator = new Sequential([.. Layers([run.SampleSize, .. _hidden.Reverse(), 1], random, () => [Dropout.Keeping(run.DropoutKeep, _dropout)])]);
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

    private IEnumerable<Module> Layers(int[] widths, InitialValues random, Func<Module[]> behindHidden)
    {
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            yield return new Linear($"{layer}", widths[layer], widths[layer + 1], _run.Initializer, random, _run.Backend);
            if (layer < widths.Length - 2)
            {
                yield return Activation.LeakyRelu(Slope);
                foreach (Module module in behindHidden())
                {
                    yield return module;
                }
            }
        }
    }
}
