using NativeGan.Engine;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>The first GAN: a generator of rectifiers that ends in a sigmoid, against a discriminator of maxout units with dropout.</summary>
/// <remarks>
/// <para>
/// Generator: noise → hidden, ReLU → hidden, ReLU → sample, sigmoid. Discriminator: sample → hidden × 5 pieces, maxout → hidden × 5 pieces,
/// maxout → logit, with dropout on the input of each layer. G has no dropout. With 100 noise numbers, 1200 and 240 hidden units and 784
/// pixels they have 2,503,984 and 1,231,441 parameters.
/// </para>
/// Source: Goodfellow et al. 2014, §5, for rectifiers, sigmoid, maxout and dropout in D only. The paper gives no sizes. The sizes, the
/// initial ranges, the bias from the pixels' means, and where and how much is dropped are from the authors' script
/// (github.com/goodfeli/adversarial, <c>mnist.yaml</c>). For MNIST neither bounds the norm of a column of weights.
/// </remarks>
public sealed class MaxoutGan : GanModel
{
    /// <summary>Linear pieces of a maxout unit.</summary>
    public const int Pieces = 5;

    /// <summary>Bound of D's initial weights, a tenth of G's, where the run's initialisation is <see cref="RangeUniform"/>.</summary>
    public const double DiscriminatorRange = 0.005;

    /// <summary>
    /// How near to 0 or to 1 the mean of a pixel may be when G's last bias is made from it. A mean below it counts as this value, a mean
    /// above 1 − this value counts as 1 − this value. So a pixel that is always black gets the bias −16.1 instead of −∞.
    /// </summary>
    public const double LeastMean = 1e-7; // as in pylearn2's init_sigmoid_bias_from_marginals

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">
    /// What the run decides. With <see cref="GanSpecification.SampleMean"/> G's last bias starts at ln(m / (1 − m)) for the mean m of each
    /// pixel, so that the sigmoid of the bias is that mean.
    /// </param>
    /// <exception cref="ShapeException">There is not one mean for each number of a sample.</exception>
    public MaxoutGan(GanSpecification run) : base(run)
    {
        IInitializer forDiscriminator = run.Initializer is RangeUniform ? new RangeUniform(DiscriminatorRange) : run.Initializer;

        // Drawn first: the order of the draws is part of a run's bits.
        Linear output = LinearLayer("4", run.GeneratorHidden, run.SampleSize);
        Generator = new Sequential(
            LinearLayer("0", run.NoiseSize, run.GeneratorHidden), Activation.Relu,
            LinearLayer("2", run.GeneratorHidden, run.GeneratorHidden), Activation.Relu,
            output, Activation.Sigmoid);
        if (run.SampleMean is { } mean)
        {
            output.Parameters.Single(parameter => parameter.Name == "4.bias").Assign([.. mean().Select(InverseSigmoid)]);
        }

        Discriminator = new Sequential(
            DropoutLayer(run.InputDropoutKeep),
            LinearLayer("1", run.SampleSize, run.DiscriminatorHidden * Pieces, initializer: forDiscriminator), new Maxout(Pieces),
            DropoutLayer(run.DropoutKeep),
            LinearLayer("4", run.DiscriminatorHidden, run.DiscriminatorHidden * Pieces, initializer: forDiscriminator), new Maxout(Pieces),
            DropoutLayer(run.DropoutKeep),
            LinearLayer("7", run.DiscriminatorHidden, 1, initializer: forDiscriminator));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    private static double InverseSigmoid(double mean)
    {
        double bounded = Math.Clamp(mean, LeastMean, 1 - LeastMean);
        return Math.Log(bounded / (1 - bounded));
    }
}
