using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Elu = NativeGan.Models.Layers.Elu;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>The GAN of source S2, which learns a distribution of single numbers: its discriminator judges a set of them at once.</summary>
/// <remarks>
/// Generator noise → 50 ELU → 50 sigmoid → 1; discriminator set → 50 ELU → 50 ELU → 1 logit. Before the set goes the squared distance of each of
/// its numbers from their mean, so that D sees the spread itself ("data and variances"); the mean counts as a constant there: the source turns
/// it into a plain number, so no gradient flows through it. With 1 noise number and sets of 100: 2,701 and 12,651 parameters.
/// </remarks>
public sealed class SetWiseGan : GanModel
{
    private readonly GanSpecification _run;
    private readonly bool _seesDistances;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides; samples are single numbers.</param>
    /// <param name="seesDistances">False for the source's alternative, "raw data": D sees the numbers alone.</param>
    /// <exception cref="ShapeException">Samples are more than one number.</exception>
    public SetWiseGan(GanSpecification run, bool seesDistances) : base(run.Loss)
    {
        (_run, _seesDistances) = (run, seesDistances);
        if (run.SampleSize != 1)
        {
            throw new ShapeException($"SetWiseGan: samples are of {run.SampleSize} numbers, 1 is expected: it learns a distribution of single numbers.");
        }

        InitialValues random = new(run.Seed);
        Generator = new Sequential(
            new Linear("0", run.NoiseSize, run.GeneratorHidden, run.Initializer, random, run.Backend),
            new Elu(),
            new Linear("2", run.GeneratorHidden, run.GeneratorHidden, run.Initializer, random, run.Backend),
            Activation.Sigmoid,
            new Linear("4", run.GeneratorHidden, 1, run.Initializer, random, run.Backend));
        Discriminator = new Sequential(
            new Linear("0", seesDistances ? 2 * run.Packing : run.Packing, run.DiscriminatorHidden, run.Initializer, random, run.Backend),
            new Elu(),
            new Linear("2", run.DiscriminatorHidden, run.DiscriminatorHidden, run.Initializer, random, run.Backend),
            new Elu(),
            new Linear("4", run.DiscriminatorHidden, 1, run.Initializer, random, run.Backend));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int NoiseSize => _run.NoiseSize;

    /// <inheritdoc/>
    public override int SampleSize => 1;

    /// <inheritdoc/>
    public override int Packing => _run.Packing;

    /// <inheritdoc/>
    public override Tensor Score(Tensor samples, GanBatch batch)
    {
        Tensor sets = Pack(samples);
        if (!_seesDistances)
        {
            return Discriminator.Forward(sets);
        }

        Tensor squaredDistances = (sets - sets.Mean(1, keepAxis: true).StopGradient()).Square();
        return Discriminator.Forward(TensorOperations.Concatenate(1, sets, squaredDistances));
    }
}
