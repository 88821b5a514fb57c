using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>The first GAN of Linder-Noren's PyTorch-GAN, on MNIST.</summary>
/// <remarks>
/// The numbers are those of <c>implementations/gan/gan.py</c> (github.com/eriklindernoren/PyTorch-GAN). It takes G's gradient first, then D's,
/// of the same generated samples and of a D that G's update has not changed: both networks update from the same weights. Its losses are those
/// of sigmoids (<c>BCELoss</c>), here those of logits, which have no bound at a logarithm of −100. Its last batch of an epoch has 32 images; here
/// the batch is filled from the next epoch. Its sample pictures normalise with their own batch, here with the running statistics.
/// </remarks>
internal static class PyTorchGan
{
    private const int BatchesPerEpoch = 938; // ⌈60,000/64⌉

    private static readonly OptimizerOptions _adam = new() { Kind = "adam", LearningRate = 2e-4, Beta1 = 0.5, Beta2 = 0.999, Epsilon = 1e-8 };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "pytorch-gan",
        Dataset = DatasetKind.Mnist,
        NoiseSize = 100,
        GeneratorLayers = "128:leaky-relu=0.2,256:batch-norm:leaky-relu=0.2,512:batch-norm:leaky-relu=0.2,1024:batch-norm:leaky-relu=0.2,out:tanh",
        DiscriminatorLayers = "512:leaky-relu=0.2,256:leaky-relu=0.2,out:none",
        Initializer = "fan-in-uniform",
        Loss = "non-saturating-logits-halved",
        Noise = "normal",
        SharedNoise = true,
        Order = "simultaneous",
        BatchSize = 64,
        Sampler = "epoch",
        DiscriminatorOptimizer = _adam,
        GeneratorOptimizer = _adam,
        Steps = 200 * BatchesPerEpoch,
        LogEvery = BatchesPerEpoch,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "pytorch-gan",
        "deep fully connected GAN on MNIST, batch normalisation in the generator",
        "Linder-Noren's PyTorch-GAN (github.com/eriklindernoren/PyTorch-GAN, implementations/gan/gan.py)",
        _options,
        _options with
        {
            Faithful = true,
            GeneratorLayers = "128:leaky-relu=0.2,256:batch-norm=0.8:leaky-relu=0.2,512:batch-norm=0.8:leaky-relu=0.2,1024:batch-norm=0.8:leaky-relu=0.2,out:tanh",
        },
        "batch normalisation has epsilon 0.8 instead of 1e-5, since PyTorch's second argument is epsilon and not a momentum",
        QuickSteps: 3000,
        new Trend(
            "digits of several kinds, some of them more than once, among white specks",
            TrendFigure.Falls("mean_distance", 0.35, 0.2),
            TrendFigure.Reaches("variance_ratio", 0.3),
            TrendFigure.Reaches("spacing", 0.3),
            TrendFigure.Reaches("likeness", 0.45)));
}
