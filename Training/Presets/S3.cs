using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>Source S3: two convolutional GANs on Fashion-MNIST, written in Keras; as written neither can be trained.</summary>
internal static class S3
{
    // Radford et al. 2016, section 4: learning rate 2e-4 and β₁ = 0.5, where Keras' defaults (1e-3, 0.9) oscillate; batches of 128.
    private static readonly OptimizerOptions _radford = new() { Kind = "adam-epsilon-hat", LearningRate = 2e-4, Beta1 = 0.5, Beta2 = 0.999, Epsilon = 1e-7 };

    private static readonly OptimizerOptions _keras = _radford with { LearningRate = 1e-3, Beta1 = 0.9 };

    private static readonly TrainingOptions _a = new()
    {
        Preset = "s3a",
        Model = "dcgan-a",
        Dataset = DatasetKind.FashionMnist,
        NoiseSize = 100,
        DropoutKeep = 0.75,
        Initializer = "xavier-uniform",
        Loss = "non-saturating-logits",
        Noise = "normal",
        SharedNoise = false,
        Order = "d-then-g",
        BatchSize = 128,
        Sampler = "epoch",
        DiscriminatorOptimizer = _radford,
        GeneratorOptimizer = _radford,
        Steps = 9_380, // 20 epochs of 469 batches
        LogEvery = 100,
        SampleEvery = 1000,
        CheckpointEvery = 2000,
    };

    private static readonly TrainingOptions _b = _a with { Preset = "s3b", Model = "dcgan-b", DropoutKeep = 0.7 };

    /// <summary>Model A.</summary>
    public static Preset PresetA { get; } = new(
        "s3a",
        "convolutional GAN on Fashion-MNIST, weights of 3x3",
        "source S3, model A (Keras), trained as Radford et al. 2016 say",
        _a,
        _a with { Faithful = true, Model = "dcgan-a-as-written", DiscriminatorOptimizer = _keras, GeneratorOptimizer = _keras },
        "the generator ends in 28 channels, which the discriminator's weight cannot take: it stops with that message",
        QuickSteps: 120,
        Trends.TooShort("light shapes in the middle, each a little different", "different clothes", TrendFigure.Falls("mean_distance", 0.28, 0.2)));

    /// <summary>Model B.</summary>
    public static Preset PresetB { get; } = new(
        "s3b",
        "convolutional GAN on Fashion-MNIST, weights of 5x5",
        "source S3, model B (Keras), trained as Radford et al. 2016 say",
        _b,
        _b with { Faithful = true, DiscriminatorOptimizer = _keras, GeneratorOptimizer = _keras },
        "both networks train at Keras' defaults, learning rate 1e-3 and beta1 0.9",
        QuickSteps: 60,
        Trends.TooShort("a light spot in the middle, nearly the same in each picture", "different clothes", TrendFigure.Falls("mean_distance", 0.28, 0.2)));
}
