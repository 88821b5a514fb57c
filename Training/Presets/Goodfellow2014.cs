using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Presets;

/// <summary>The first GAN on MNIST, as its authors' script has it.</summary>
/// <remarks>
/// The paper (Goodfellow et al. 2014, §5) says rectifiers and a sigmoid in G, maxout and dropout in D, and momentum; algorithm 1 is one
/// update of D, then one of G. The numbers are those of the authors' script (github.com/goodfeli/adversarial: <c>mnist.yaml</c>, and
/// <c>AdversaryCost2</c> and <c>Generator</c> in <c>__init__.py</c>), run by pylearn2. Where paper and script differ, this is the script:
/// both networks are updated at once, from the same weights and on the same samples under the same dropout; D's loss is halved; G's is the
/// non-saturating one. The script trains until it is stopped; here it ends when the momentum has reached its last value, after 250 epochs.
/// One thing is smoother than there: pylearn2 moves the momentum at the end of an epoch, by 0.0008, here it moves a little at each update.
/// </remarks>
internal static class Goodfellow2014
{
    private const int TrainingImages = 50_000; // mnist.yaml: start 0, stop 50000; the last 10,000 are for validation
    private const int BatchSize = 100;
    private const int UpdatesPerEpoch = TrainingImages / BatchSize;
    private const int Epochs = 250;

    // ExponentialDecay is called after every update, MomentumAdjustor at the end of every epoch and once before the first, so that the
    // momentum is 0.5 in the first epoch and 0.7 from the 250th on.
    private static readonly OptimizerOptions _descent = new()
    {
        Kind = "momentum-scheduled",
        LearningRate = 0.1,
        LearningRateDecay = 1.000004,
        MinimumLearningRate = 1e-6,
        Momentum = 0.5,
        FinalMomentum = 0.7,
        MomentumRamp = (Epochs - 1) * UpdatesPerEpoch,
    };

    private static readonly TrainingOptions _options = new()
    {
        Preset = "goodfellow2014",
        Model = "maxout",
        Dataset = DatasetKind.Mnist,
        TrainingImages = TrainingImages,
        NoiseSize = 100,
        GeneratorHidden = 1200,
        DiscriminatorHidden = 240,
        InputDropoutKeep = 0.8,
        DropoutKeep = 0.5,
        Initializer = "range-uniform",
        Loss = "non-saturating-logits-halved",
        Noise = "uniform-sqrt3",
        SharedNoise = true,
        Order = "simultaneous",
        BatchSize = BatchSize,
        Sampler = "epoch",
        DiscriminatorOptimizer = _descent,
        GeneratorOptimizer = _descent,
        Steps = Epochs * UpdatesPerEpoch,
        LogEvery = UpdatesPerEpoch,
        SampleEvery = 5 * UpdatesPerEpoch,
        CheckpointEvery = 10 * UpdatesPerEpoch,
    };

    /// <summary>The preset.</summary>
    public static Preset Preset { get; } = new(
        "goodfellow2014",
        "the first GAN on MNIST: rectifiers against maxout with dropout, momentum on a schedule",
        "Goodfellow et al. 2014, numbers of the authors' script (github.com/goodfeli/adversarial, mnist.yaml)",
        _options,
        _options with { Faithful = true },
        "nothing differs, since both are the authors' script",
        QuickSteps: 1000,
        Trends.TooShort("a few shapes like digits where there was noise, again and again", "different digits", TrendFigure.Rises("likeness", 0.3, 0.45)));
}
