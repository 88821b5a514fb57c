using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>Source S1: the deep fully connected "VGAN" on MNIST, written in TensorFlow 1.</summary>
internal static class S1
{
    private static readonly OptimizerOptions _adam = new() { Kind = "adam-epsilon-hat", LearningRate = 2e-4, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 };

    // 200 epochs of 600 batches; logged every 100 batches.
    private static readonly TrainingOptions _options = new()
    {
        Preset = "s1",
        Model = "vanilla",
        Dataset = DatasetKind.Mnist,
        NoiseSize = 100,
        GeneratorLayers = "256:leaky-relu=0.2,512:leaky-relu=0.2,1024:leaky-relu=0.2,out:tanh",
        DiscriminatorLayers = "1024:leaky-relu=0.2:dropout-keep,512:leaky-relu=0.2:dropout-keep,256:leaky-relu=0.2:dropout-keep,out:none",
        DropoutKeep = 0.7,
        Initializer = "fan-out-uniform",
        Loss = "non-saturating-logits",
        Noise = "normal",
        SharedNoise = false,
        Order = "d-then-g",
        BatchSize = 100,
        Sampler = "epoch",
        DiscriminatorOptimizer = _adam,
        GeneratorOptimizer = _adam,
        Steps = 120_000,
        LogEvery = 100,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "s1",
        "deep fully connected GAN on MNIST, leaky ReLU, dropout, tanh, losses on logits",
        "source S1 (TensorFlow 1 book chapter)",
        _options,
        _options with { Faithful = true, DropoutKeep = 0.3 },
        "dropout keeps 30 % where 30 % were to be dropped, since TensorFlow 1's second argument is the probability to keep",
        QuickSteps: 1000,
        Trends.TooShort("one or two shapes in the middle, again and again", "different digits", TrendFigure.Falls("mean_distance", 0.35, 0.2)));
}
