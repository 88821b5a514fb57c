using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Gans;

/// <summary>The GAN of source S2, which learns a distribution of single numbers: its discriminator judges a set of them at once.</summary>
/// <remarks>
/// <para>
/// S2's generator: noise → 50, ELU → 50, sigmoid → 1. Its discriminator: D's input (below) → 50, ELU → 50, ELU → 1 logit.
/// The run's packing is the size of a set. With 1 noise number and sets of 100
/// numbers they have 2,701 and 12,651 parameters.
/// </para>
/// <para>
/// D's input is the numbers x of a set and, after them, their squared distances (x − mean)² from the mean of the set. So D sees the spread
/// of the set ("data and variances" in the source). The mean counts as a constant, because the source turns it into a plain number: no
/// gradient flows through it. Shapes: samples [batch, 1] → sets [batch / set, set] → D's input [batch / set, 2·set].
/// </para>
/// Source: S2 (PyTorch), <c>decorate_with_diffs</c>; Lin et al. 2018, "PacGAN", for a discriminator of several samples.
/// </remarks>
public sealed class SetWiseGan : MlpGan
{
    private readonly bool _seesDistances;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides; samples are single numbers.</param>
    /// <param name="design">The layers of the networks.</param>
    /// <param name="seesDistances">False for the source's alternative, "raw data": D sees the numbers alone.</param>
    /// <exception cref="ShapeException">Samples are more than one number.</exception>
    public SetWiseGan(GanSpecification run, MlpGanDesign design, bool seesDistances)
        : base(Checked(run), design, run.NoiseSize, seesDistances ? 2 * run.Packing : run.Packing) => _seesDistances = seesDistances;

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

    private static GanSpecification Checked(GanSpecification run) => run.SampleSize == 1
        ? run
        : throw new ShapeException($"SetWiseGan: samples are of {run.SampleSize} numbers, 1 is expected: it learns a distribution of single numbers.");
}
