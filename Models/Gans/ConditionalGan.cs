using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Gans;

/// <summary>A fully connected GAN whose two networks also see the class, so that it makes a sample of a chosen class.</summary>
/// <remarks>
/// G takes [z, y] and D takes [x, y], where y is a one-hot row.
/// Source: Mirza &amp; Osindero 2014, equation 2 and figure 1, with the networks of source S4 unless the run gives others.
/// </remarks>
/// <param name="run">What the run decides; it has classes.</param>
/// <param name="design">The layers of the networks.</param>
public sealed class ConditionalGan(GanSpecification run, MlpGanDesign design) : MlpGan(run, design, run.NoiseSize + run.Classes, run.SampleSize + run.Classes)
{
    /// <inheritdoc/>
    public override int Classes => Run.Classes;

    /// <inheritdoc/>
    public override int Packing => 1;

    /// <inheritdoc/>
    public override Tensor Generate(GanBatch batch) => Generator.Forward(TensorOperations.Concatenate(1, batch.Noise, batch.Labels!));

    /// <inheritdoc/>
    public override Tensor Sample(Tensor noise, Tensor? labels) => Generator.Evaluate(TensorOperations.Concatenate(1, noise, labels!));

    /// <inheritdoc/>
    public override Tensor Score(Tensor samples, GanBatch batch) => Discriminator.Forward(TensorOperations.Concatenate(1, samples, batch.Labels!));
}
