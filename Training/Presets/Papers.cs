using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>GANs that the sources name without numbers: the networks of source S4, the papers' objectives and optimisers.</summary>
internal static class Papers
{
    /// <summary>The conditional GAN: the digit goes into both networks.</summary>
    public static Preset Conditional { get; } = Preset.OfPaper(
        "cgan",
        "conditional GAN on MNIST: generates a chosen digit",
        "named in S4; Mirza & Osindero 2014; widths and Adam of S4, since the paper's momentum schedule is for its maxout networks",
        Mlp with
        {
            Model = "conditional",
            Loss = "non-saturating-logits",
            BatchSize = 128,
        },
        quickSteps: 8000,
        Trends.Strokes(TrendFigure.Reaches("agreement", 0.14)) with
        {
            Seen = "different strokes, of which some are digits, and a little more often than by chance the digit that was asked for",
            FullRun = new Trend("the digit that was asked for", TrendFigure.Reaches("agreement", 0.6)),
        });

    /// <summary>The bidirectional GAN: an encoder learns to invert the generator.</summary>
    public static Preset Bidirectional { get; } = Preset.OfPaper(
        "bigan",
        "bidirectional GAN on MNIST: an encoder inverts the generator",
        "named in S4; Donahue et al. 2017 and its authors' code: two hidden layers, 50 uniform noise numbers, Adam 2e-4 with beta1 = 0.5, batches of 128; 512 units for 1024, 43 epochs for 400",
        Preset.Plain with
        {
            Model = "bidirectional",
            NoiseSize = 50,
            Noise = "uniform",
            GeneratorHidden = 512,
            DiscriminatorHidden = 512,
            BatchSize = 128,
            DiscriminatorOptimizer = Mao,
            GeneratorOptimizer = Mao,
            Steps = 20_000,
        },
        quickSteps: 1000,
        Trends.Strokes());

    /// <summary>The Wasserstein GAN with clipped weights.</summary>
    public static Preset Wasserstein { get; } = Preset.OfPaper(
        "wgan",
        "Wasserstein GAN on MNIST, weights clipped to 0.01, five critic updates a step",
        "named in S3; Arjovsky et al. 2017, algorithm 1: RMSProp 5e-5, c = 0.01, k = 5, batches of 64",
        Mlp with
        {
            Loss = "wasserstein",
            DiscriminatorSteps = 5,
            WeightClip = 0.01,
            DiscriminatorOptimizer = RmsProp,
            GeneratorOptimizer = RmsProp,
        },
        quickSteps: 2000,
        Trends.TooShort("specks in the middle, where digits have their ink", "different digits", TrendFigure.Falls("mean_distance", 0.35, 0.1)));

    /// <summary>The Wasserstein GAN with a gradient penalty.</summary>
    public static Preset WassersteinPenalty { get; } = Preset.OfPaper(
        "wgan-gp",
        "Wasserstein GAN on MNIST with gradient penalty, five critic updates a step",
        "Gulrajani et al. 2017, algorithm 1: lambda = 10, k = 5, Adam 1e-4 with beta (0, 0.9), batches of 64",
        Mlp with
        {
            Loss = "wasserstein",
            DiscriminatorSteps = 5,
            GradientPenalty = 10,
            DiscriminatorOptimizer = Gulrajani,
            GeneratorOptimizer = Gulrajani,
        },
        quickSteps: 1200,
        Trends.Strokes());

    /// <summary>The Wasserstein GAN with a gradient penalty, on the grid of 25 normal distributions.</summary>
    public static Preset WassersteinPenaltyGrid { get; } = Preset.OfPaper(
        "wgan-gp-grid",
        "Wasserstein GAN with gradient penalty on a grid of 25 normal distributions: no mode is lost",
        "Gulrajani et al. 2017, figure 1 and its authors' code: three hidden layers, lambda = 0.1, k = 5, Adam 1e-4 with beta (0.5, 0.9), batches of 256; 128 units instead of 512",
        Preset.Plain with
        {
            Model = "points",
            Dataset = DatasetKind.NormalGrid,
            NoiseSize = 2,
            GeneratorHidden = 128,
            DiscriminatorHidden = 128,
            GeneratorLayers = "128:relu,128:relu,128:relu,out:none",
            DiscriminatorLayers = "128:relu,128:relu,128:relu,out:none",
            BatchSize = 256,
            Loss = "wasserstein",
            DiscriminatorSteps = 5,
            GradientPenalty = 0.1,
            DiscriminatorOptimizer = GulrajaniGrid,
            GeneratorOptimizer = GulrajaniGrid,
            Steps = 30_000,
        },
        quickSteps: 1800,
        new Trend("points at several of the 25 centres", TrendFigure.Rises("modes", 2, 6)) { FullRun = new Trend("all 25 of them", TrendFigure.Reaches("modes", 25)) });

    /// <summary>The least squares GAN.</summary>
    public static Preset LeastSquares { get; } = Preset.OfPaper(
        "lsgan",
        "least squares GAN on MNIST",
        "Mao et al. 2017, equation 9 and section 4: a = 0, b = c = 1, Adam with beta1 = 0.5, batches of 64; learning rate of S4",
        Mlp with
        {
            Loss = "least-squares",
            DiscriminatorOptimizer = Mao,
            GeneratorOptimizer = Mao,
        },
        quickSteps: 6000,
        Trends.Strokes());

    private static TrainingOptions Mlp => Preset.Plain with { GeneratorLayers = "256:relu,out:sigmoid", DiscriminatorLayers = "256:relu,out:none" };

    private static OptimizerOptions RmsProp => new() { Kind = "rmsprop", LearningRate = 5e-5, Decay = 0.99, Epsilon = 1e-8 };

    private static OptimizerOptions Gulrajani => new() { Kind = "adam", LearningRate = 1e-4, Beta1 = 0, Beta2 = 0.9, Epsilon = 1e-8 };

    private static OptimizerOptions GulrajaniGrid => Gulrajani with { Beta1 = 0.5 };

    private static OptimizerOptions Mao => new() { Kind = "adam", LearningRate = 2e-4, Beta1 = 0.5, Beta2 = 0.999, Epsilon = 1e-8 };
}
