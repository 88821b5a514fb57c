using NativeGan.Engine;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using Dropout = NativeGan.Models.Layers.Dropout;
using Linear = NativeGan.Models.Layers.Linear;
using Maxout = NativeGan.Models.Layers.Maxout;

namespace NativeGan.Models.Gans;

/// <summary>The first GAN: a generator of rectifiers that ends in a sigmoid, against a discriminator of maxout units with dropout.</summary>
/// <remarks>
/// Generator noise → hidden → hidden → sample, discriminator sample → hidden × 5 pieces → hidden × 5 pieces → logit, with dropout on the
/// input of each of D's layers and none in G: with 100, 1200, 784 and 240, 2,503,984 and 1,231,441 parameters.
/// Source: Goodfellow et al. 2014, §5, for rectifiers, sigmoid, maxout and dropout in D only. The paper gives no sizes: those, the initial
/// ranges, the bias from the pixels' means and dropout's places and scales are the authors' script's (github.com/goodfeli/adversarial,
/// <c>mnist.yaml</c>). Neither bounds the norm of a column of weights for MNIST.
/// </remarks>
public sealed class MaxoutGan : GanModel
{
    /// <summary>Linear pieces of a maxout unit.</summary>
    public const int Pieces = 5;

    /// <summary>Bound of D's initial weights, a tenth of G's, where the run's initialisation is <see cref="RangeUniform"/>.</summary>
    public const double DiscriminatorRange = 0.005;

    /// <summary>What a mean is at least, and at most 1 less it: a pixel that is always black gets the bias −16.1 and not −∞.</summary>
    public const double LeastMean = 1e-7; // as in pylearn2's init_sigmoid_bias_from_marginals

    private readonly GanSpecification _run;
    private readonly RandomSource _dropout;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides. With <see cref="GanSpecification.SampleMean"/>, G's last bias starts at its inverse sigmoid.</param>
    /// <exception cref="ShapeException">There is not one mean for each number of a sample.</exception>
    public MaxoutGan(GanSpecification run) : base(run.Loss)
    {
        _run = run;
        _dropout = new RandomSource(run.Backend, run.Seed, GanSpecification.DropoutStream);
        InitialValues random = new(run.Seed);
        IInitializer forDiscriminator = run.Initializer is RangeUniform ? new RangeUniform(DiscriminatorRange) : run.Initializer;
        Linear Layer(string name, int inputs, int outputs, IInitializer initializer) => new(name, inputs, outputs, initializer, random, run.Backend);

        Linear output = Layer("4", run.GeneratorHidden, run.SampleSize, run.Initializer);
        Generator = new Sequential(
            Layer("0", run.NoiseSize, run.GeneratorHidden, run.Initializer), Activation.Relu,
            Layer("2", run.GeneratorHidden, run.GeneratorHidden, run.Initializer), Activation.Relu,
            output, Activation.Sigmoid);
        if (run.SampleMean is { } mean)
        {
            output.Parameters.Single(parameter => parameter.Name == "4.bias").Assign([.. mean().Select(InverseSigmoid)]);
        }

        Discriminator = new Sequential(
            Dropout.Keeping(run.InputDropoutKeep, _dropout),
            Layer("1", run.SampleSize, run.DiscriminatorHidden * Pieces, forDiscriminator), new Maxout(Pieces),
            Dropout.Keeping(run.DropoutKeep, _dropout),
            Layer("4", run.DiscriminatorHidden, run.DiscriminatorHidden * Pieces, forDiscriminator), new Maxout(Pieces),
            Dropout.Keeping(run.DropoutKeep, _dropout),
            Layer("7", run.DiscriminatorHidden, 1, forDiscriminator));
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
    public override IReadOnlyList<RandomSource> RandomSources => [_dropout];

    private static double InverseSigmoid(double mean)
    {
        double bounded = Math.Clamp(mean, LeastMean, 1 - LeastMean);
        return Math.Log(bounded / (1 - bounded));
    }
}
