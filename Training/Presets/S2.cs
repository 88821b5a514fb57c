using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Presets;

/// <summary>Source S2: a GAN that learns a normal distribution of single numbers, written in PyTorch.</summary>
internal static class S2
{
    private static readonly OptimizerOptions _adam = new() { Kind = "adam", LearningRate = 2e-4, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "s2",
        Model = "set-wise",
        Dataset = DatasetKind.Normal,
        NoiseSize = 1,
        GeneratorHidden = 50,
        DiscriminatorHidden = 50,
        Packing = 0,
        Initializer = "fan-in-uniform",
        Loss = "non-saturating-logits",
        Noise = "unit-uniform",
        SharedNoise = false,
        Order = "d-then-g",
        BatchSize = 100,
        DiscriminatorOptimizer = _adam,
        GeneratorOptimizer = _adam,
        Steps = 30_000,
        LogEvery = 200,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "s2",
        "a normal distribution learned from uniform noise, by a discriminator that sees 100 numbers at once",
        "source S2 (PyTorch)",
        _options,
        _options with { Faithful = true },
        "nothing differs but rounding: its cross-entropy of probabilities, logarithms cut off at -100, is computed on logits",
        QuickSteps: 4000,
        new Trend("mean", From: 1, To: 3));
}
