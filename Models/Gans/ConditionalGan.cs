using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Models.Gans;

/// <summary>A fully connected GAN whose two networks also see the class, so that it makes a sample of a chosen class.</summary>
/// <remarks>
/// G takes [z, y] and D takes [x, y], y a one-hot row; one hidden ReLU layer each, G ends in a sigmoid, D in a logit.
/// Source: Mirza &amp; Osindero 2014, equation 2 and figure 1, with the sizes of source S4.
/// </remarks>
public sealed class ConditionalGan : GanModel
{
    private readonly GanSpecification _run;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    public ConditionalGan(GanSpecification run) : base(run.Loss)
    {
        _run = run;
        InitialValues random = new(run.Seed);
        Generator = new Sequential(
            new Linear("0", run.NoiseSize + run.Classes, run.GeneratorHidden, run.Initializer, random, run.Backend),
            Activation.Relu,
            new Linear("2", run.GeneratorHidden, run.SampleSize, run.Initializer, random, run.Backend),
            Activation.Sigmoid);
        Discriminator = new Sequential(
            new Linear("0", run.SampleSize + run.Classes, run.DiscriminatorHidden, run.Initializer, random, run.Backend),
            run.DiscriminatorActivation,
            new Linear("2", run.DiscriminatorHidden, 1, run.Initializer, random, run.Backend));
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
    public override int Classes => _run.Classes;

    /// <inheritdoc/>
    public override Tensor Generate(GanBatch batch) => Generator.Forward(TensorOperations.Concatenate(1, batch.Noise, batch.Labels!));

    /// <inheritdoc/>
    public override Tensor Sample(Tensor noise, Tensor? labels) => Generator.Evaluate(TensorOperations.Concatenate(1, noise, labels!));

    /// <inheritdoc/>
    public override Tensor Score(Tensor samples, GanBatch batch) => Discriminator.Forward(TensorOperations.Concatenate(1, samples, batch.Labels!));
}
