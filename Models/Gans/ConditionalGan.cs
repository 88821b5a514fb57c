using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>A fully connected GAN whose two networks also see the class, so that it makes a sample of a chosen class.</summary>
/// <remarks>
/// G takes [z, y] and D takes [x, y], where y is a one-hot row. Each network has one hidden ReLU layer. G ends in a sigmoid, D in a logit.
/// Source: Mirza &amp; Osindero 2014, equation 2 and figure 1, with the sizes of source S4.
/// </remarks>
public sealed class ConditionalGan : GanModel
{
    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides; it has classes.</param>
    public ConditionalGan(GanSpecification run) : base(run)
    {
        Generator = new Sequential(
            LinearLayer("0", run.NoiseSize + run.Classes, run.GeneratorHidden), Activation.Relu,
            LinearLayer("2", run.GeneratorHidden, run.SampleSize), Activation.Sigmoid);
        Discriminator = new Sequential(
            LinearLayer("0", run.SampleSize + run.Classes, run.DiscriminatorHidden), run.DiscriminatorActivation,
            LinearLayer("2", run.DiscriminatorHidden, 1));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int Classes => Run.Classes;

    /// <inheritdoc/>
    public override Tensor Generate(GanBatch batch) => Generator.Forward(TensorOperations.Concatenate(1, batch.Noise, batch.Labels!));

    /// <inheritdoc/>
    public override Tensor Sample(Tensor noise, Tensor? labels) => Generator.Evaluate(TensorOperations.Concatenate(1, noise, labels!));

    /// <inheritdoc/>
    public override Tensor Score(Tensor samples, GanBatch batch) => Discriminator.Forward(TensorOperations.Concatenate(1, samples, batch.Labels!));
}
