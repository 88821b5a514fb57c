using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>Source S0: the fully connected GAN on Fashion-MNIST, written in TensorFlow 1.</summary>
internal static class S0
{
    private static readonly OptimizerOptions _adam = new() { Kind = "adam-epsilon-hat", LearningRate = 2e-4, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "s0",
        Dataset = DatasetKind.FashionMnist,
        NoiseSize = 100,
        GeneratorLayers = "256:relu,out:sigmoid",
        DiscriminatorLayers = "256:relu,out:none",
        Initializer = "he-normal-random-bias",
        Loss = "log-epsilon",
        Noise = "uniform",
        SharedNoise = true,
        Order = "d-then-g",
        BatchSize = 128,
        Sampler = "replacement",
        DiscriminatorOptimizer = _adam,
        GeneratorOptimizer = _adam,
        Steps = 100_000,
        LogEvery = 2000,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "s0",
        "fully connected GAN on Fashion-MNIST, loss with epsilon 1e-4, random initial biases",
        "source S0 (TensorFlow 1 notebook)",
        _options,
        _options with { Faithful = true },
        "nothing differs: S0 runs as written, its epsilon included",
        QuickSteps: 8000,
        new Trend(
            "different shapes of clothes, full of specks, of a few kinds",
            TrendFigure.Falls("mean_distance", 0.28, 0.2),
            TrendFigure.Reaches("variance_ratio", 0.25),
            TrendFigure.Reaches("spacing", 0.3),
            TrendFigure.Reaches("likeness", 0.55)));
}
