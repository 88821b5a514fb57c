using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>Source S2: a GAN that learns a normal distribution of single numbers, written in PyTorch.</summary>
internal static class S2
{
    private static readonly OptimizerOptions _adam = new() { Kind = "adam", LearningRate = 2e-4, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 };

    // Radford et al. 2016, section 4. With the source's 0.9 the two networks swing about each other, and now and then the discriminator wins for good.
    private static readonly OptimizerOptions _calm = _adam with { Beta1 = 0.5 };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "s2",
        Model = "set-wise",
        Dataset = DatasetKind.Normal,
        NoiseSize = 1,
        GeneratorHidden = 50,
        DiscriminatorHidden = 50,
        GeneratorLayers = "50:elu=1,50:sigmoid,out:none",
        DiscriminatorLayers = "50:elu=1,50:elu=1,out:none",
        Packing = 0,
        Initializer = "fan-in-uniform",
        Loss = "non-saturating-logits",
        Noise = "unit-uniform",
        SharedNoise = false,
        Order = "d-then-g",
        BatchSize = 100,
        DiscriminatorOptimizer = _calm,
        GeneratorOptimizer = _calm,
        Steps = 30_000,
        LogEvery = 200,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "s2",
        "a normal distribution learned from uniform noise, by a discriminator that sees 100 numbers at once",
        "source S2 (PyTorch)",
        _options,
        _options with { Faithful = true, DiscriminatorOptimizer = _adam, GeneratorOptimizer = _adam },
        "Adam's beta1 is 0.9 instead of 0.5, so the networks swing about each other, and with some seeds the discriminator wins for good",
        QuickSteps: 20_000,
        new Trend("a bell about 4 that is as wide as the data's", TrendFigure.Rises("mean", 1, 3), TrendFigure.Reaches("deviation", 0.5)));
}
