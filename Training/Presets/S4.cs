using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>Source S4: the fully connected GAN on MNIST, from a blog post in TensorFlow 1.</summary>
internal static class S4
{
    private static readonly OptimizerOptions _adam = new() { Kind = "adam-epsilon-hat", LearningRate = 2e-4, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "s4",
        Dataset = DatasetKind.Mnist,
        NoiseSize = 100,
        GeneratorLayers = "256:relu,out:sigmoid",
        DiscriminatorLayers = "256:relu,out:none",
        Initializer = "he-normal",
        Loss = "non-saturating-logits",
        Noise = "uniform",
        SharedNoise = true,
        Order = "d-then-g",
        BatchSize = 128,
        Sampler = "shuffle-buffer",
        ShuffleBuffer = 10_000,
        DiscriminatorOptimizer = _adam,
        GeneratorOptimizer = _adam,
        Steps = 100_000,
        LogEvery = 1000,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "s4",
        "fully connected GAN on MNIST, D then G with the same noise, losses on logits",
        "source S4 (TensorFlow 1 blog post)",
        _options,
        _options with { Faithful = true, Order = "simultaneous", Loss = "log-bare" },
        "both networks update from the same weights, and the logarithms are bare, so the run may end in NaN",
        QuickSteps: 8000,
        Trends.Strokes());
}
