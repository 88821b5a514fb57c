using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Options;

/// <summary>Everything that decides a training run's numbers, and how it is logged: the effective configuration of a run.</summary>
/// <remarks>
/// A preset gives one of these; <c>--config</c> and the command line's options change it; <c>run.json</c> records it. Each property
/// carries its row: a new one is all that a new hyperparameter needs here (<see cref="HyperparameterCatalog"/>).
/// </remarks>
public sealed record TrainingOptions
{
    private const double MostSteps = 1e12;

    /// <summary>The preset this started from.</summary>
    [Hyperparameter(OptionSection.Run, "The preset this started from.", Option = "")]
    public required string Preset { get; init; }

    /// <summary>Whether the source's bugs are kept.</summary>
    [Hyperparameter(OptionSection.Run, "Whether the source's bugs are kept.", Option = "")]
    public bool Faithful { get; init; }

    /// <summary>The training data.</summary>
    [Hyperparameter(OptionSection.Data, "Training data.")]
    public DatasetKind Dataset { get; init; }

    /// <summary>How many of the set's images are trained on, from the first; the rest is left for evaluation. 0 for all.</summary>
    [Hyperparameter(OptionSection.Data, "Train on the first so many images, and leave the rest for evaluation; 0 for all.",
        Unit = "images", Least = 0)]
    public int TrainingImages { get; init; }

    /// <summary>The networks; a name of <see cref="ModelCatalog"/>.</summary>
    [Hyperparameter(OptionSection.Networks, "The networks. Another model than the preset's brings its own layers.", Choices = typeof(ModelCatalog))]
    public string Model { get; init; } = "mlp";

    /// <summary>Numbers in a noise vector.</summary>
    [Hyperparameter(OptionSection.Networks, "Numbers in a noise vector.", Least = 1, Most = 1 << 16)]
    public int NoiseSize { get; init; } = 100;

    /// <summary>Hidden units of the generator, where <see cref="GeneratorLayers"/> does not say them.</summary>
    [Hyperparameter(OptionSection.Networks, "Hidden units of the generator, for layers of one width.",
        Unit = "units", Least = 1, Most = 1 << 16, UsedBy = nameof(Model), Absence = "has widths of its own")]
    public int GeneratorHidden { get; init; } = 256;

    /// <summary>Hidden units of the discriminator, where <see cref="DiscriminatorLayers"/> does not say them.</summary>
    [Hyperparameter(OptionSection.Networks, "Hidden units of the discriminator, for layers of one width.",
        Unit = "units", Least = 1, Most = 1 << 16, UsedBy = nameof(Model), Absence = "has widths of its own")]
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>The generator's layers in <see cref="NetworkNotation"/>; empty for the model's own.</summary>
    [Hyperparameter(OptionSection.Networks, "Hidden layers of the generator, and its output.", Kind = typeof(NetworkLayers), UsedBy = nameof(Model), Absence = "has networks of its own")]
    public string GeneratorLayers { get; init; } = "";

    /// <summary>The discriminator's layers in <see cref="NetworkNotation"/>; empty for the model's own.</summary>
    [Hyperparameter(OptionSection.Networks, "Hidden layers of the discriminator.", Kind = typeof(NetworkLayers), UsedBy = nameof(Model), Absence = "has networks of its own")]
    public string DiscriminatorLayers { get; init; } = "";

    /// <summary>How weights and biases start; a name of <see cref="InitializerCatalog"/>.</summary>
    [Hyperparameter(OptionSection.Networks, "How weights and biases start.", Choices = typeof(InitializerCatalog), FormerOption = "init")]
    public string Initializer { get; init; } = "he-normal";

    /// <summary>The objectives; a name of <see cref="LossCatalog"/>.</summary>
    [Hyperparameter(OptionSection.Networks, "The two objectives.", Choices = typeof(LossCatalog))]
    public string Loss { get; init; } = "non-saturating-logits";

    /// <summary>Distribution of the noise: <c>uniform</c> on [−1, 1), <c>unit-uniform</c> on [0, 1), <c>uniform-sqrt3</c> on [−√3, √3), or <c>normal</c> with deviation 1.</summary>
    [Hyperparameter(OptionSection.Networks, "Distribution of the noise: uniform on [-1, 1), unit-uniform on [0, 1), uniform-sqrt3 on [-√3, √3), which has deviation 1, or normal with deviation 1.",
        Choices = typeof(NoiseDistributions))]
    public string Noise { get; init; } = "uniform";

    /// <summary>Whether the generator's phase uses the discriminator phase's noise.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Whether the generator's phase uses the discriminator phase's noise.")]
    public bool SharedNoise { get; init; } = true;

    /// <summary><c>d-then-g</c>: G sees the updated D. <c>simultaneous</c>: both update from the same weights.</summary>
    [Hyperparameter(OptionSection.Optimiser, "When the two networks are updated.", Choices = typeof(UpdateOrders))]
    public string Order { get; init; } = "d-then-g";

    /// <summary>k: discriminator updates per generator update.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Discriminator updates per generator update.",
        Unit = "updates", Least = 1, Most = 1000, FormerOption = "k", Source = "k of Goodfellow et al. 2014, algorithm 1")]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Probability with which dropout keeps a number, in models that have dropout; 1 for no dropout.</summary>
    [Hyperparameter(OptionSection.Networks, "Probability with which dropout keeps a number; 1 for no dropout.",
        Least = 0, ExcludesLeast = true, Most = 1, UsedBy = nameof(Model), Absence = "has no dropout", Source = "Srivastava et al. 2014, section 4")]
    public double DropoutKeep { get; init; } = 1;

    /// <summary>Samples that the discriminator judges at once, where the model can; it divides the batch, and 0 is the whole of it.</summary>
    [Hyperparameter(OptionSection.Networks, "Samples that the discriminator judges at once; it divides the batch, and 0 is the whole of it.",
        Unit = "samples", Least = 0, UsedBy = nameof(Model), Absence = "judges single samples", Source = "Lin et al. 2018, PacGAN")]
    public int Packing { get; init; } = 1;

    /// <summary>Probability with which dropout on D's input keeps a number, in models that have it; 1 for no dropout.</summary>
    [Hyperparameter(OptionSection.Networks, "Probability with which dropout on D's input keeps a number; 1 for no dropout.",
        Least = 0, ExcludesLeast = true, Most = 1, UsedBy = nameof(Model), Absence = "has no dropout on D's input")]
    public double InputDropoutKeep { get; init; } = 1;

    /// <summary>D's weights are brought into [−clip, clip] after each of its updates; 0 for not at all.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Bound of D's weights after each of its updates; 0 for none.",
        Least = 0, Source = "c of Arjovsky et al. 2017, algorithm 1")]
    public double WeightClip { get; init; }

    /// <summary>λ, the factor of the gradient penalty in D's loss; 0 for none.</summary>
    [Hyperparameter(OptionSection.Networks, "Factor of the gradient penalty in D's loss; 0 for none.",
        Least = 0, Source = "lambda of Gulrajani et al. 2017, equation 3")]
    public double GradientPenalty { get; init; }

    /// <summary>Images in a batch.</summary>
    [Hyperparameter(OptionSection.Data, "Samples in a batch.", Unit = "samples", Least = 1, Most = 1 << 20)]
    public int BatchSize { get; init; } = 128;

    /// <summary>How images are drawn: <c>replacement</c>, <c>epoch</c> or <c>shuffle-buffer</c>.</summary>
    [Hyperparameter(OptionSection.Data, "How images are drawn.", Choices = typeof(BatchSources))]
    public string Sampler { get; init; } = "replacement";

    /// <summary>Images in the shuffle buffer, where that is the sampler.</summary>
    [Hyperparameter(OptionSection.Data, "Images in the shuffle buffer.",
        Unit = "images", Least = 1, UsedBy = nameof(Sampler), Absence = "has no buffer")]
    public int ShuffleBuffer { get; init; } = 10_000;

    /// <summary>The discriminator's optimiser.</summary>
    [HyperparameterGroup("d-", "the discriminator")]
    public OptimizerOptions DiscriminatorOptimizer { get; init; } = new();

    /// <summary>The generator's optimiser.</summary>
    [HyperparameterGroup("g-", "the generator")]
    public OptimizerOptions GeneratorOptimizer { get; init; } = new();

    /// <summary>Generator updates in all.</summary>
    [Hyperparameter(OptionSection.Run, "Generator updates in all.", Unit = "steps", Least = 1, Most = MostSteps)]
    public long Steps { get; init; } = 100_000;

    /// <summary>The seed of everything random.</summary>
    [Hyperparameter(OptionSection.Run, "Seed of everything random.")]
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps between two lines of metrics; 0 for the last step only.</summary>
    [Hyperparameter(OptionSection.Output, "Steps between two lines of metrics; 0 for the last only.", Unit = "steps", Least = 0, Most = MostSteps)]
    public long LogEvery { get; init; } = 1000;

    /// <summary>Steps between two sample grids; 0 for the last step only.</summary>
    [Hyperparameter(OptionSection.Output, "Steps between two sample grids; 0 for the last only.", Unit = "steps", Least = 0, Most = MostSteps)]
    public long SampleEvery { get; init; } = 5000;

    /// <summary>Steps between two checkpoints; 0 for the last step only.</summary>
    [Hyperparameter(OptionSection.Output, "Steps between two checkpoints; 0 for the last only.", Unit = "steps", Least = 0, Most = MostSteps)]
    public long CheckpointEvery { get; init; } = 10_000;
}
