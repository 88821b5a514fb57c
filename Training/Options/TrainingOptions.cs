using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Options;

/// <summary>Everything that decides a training run's numbers, and how it is logged: the effective configuration of a run.</summary>
/// <remarks>
/// A preset gives one of these; <c>--config</c> and the command line's options change it; <c>run.json</c> records it. The
/// command line's options are listed in <see cref="Commands.TrainingOptionSet"/>.
/// </remarks>
public sealed record TrainingOptions
{
    /// <summary>The preset this started from.</summary>
    public required string Preset { get; init; }

    /// <summary>Whether the source's bugs are kept.</summary>
    public bool Faithful { get; init; }

    /// <summary>The training data.</summary>
    public DatasetKind Dataset { get; init; }

    /// <summary>How many of the set's images are trained on, from the first; the rest is left for evaluation. 0 for all.</summary>
    public int TrainingImages { get; init; }

    /// <summary>The networks; a name of <see cref="Models.Gans.ModelCatalog"/>.</summary>
    public string Model { get; init; } = "mlp";

    /// <summary>Numbers in a noise vector.</summary>
    public int NoiseSize { get; init; } = 100;

    /// <summary>Hidden units of the generator, where <see cref="GeneratorLayers"/> does not say them.</summary>
    public int GeneratorHidden { get; init; } = 256;

    /// <summary>Hidden units of the discriminator, where <see cref="DiscriminatorLayers"/> does not say them.</summary>
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>The generator's layers in <see cref="NetworkNotation"/>; empty for the model's own.</summary>
    public string GeneratorLayers { get; init; } = "";

    /// <summary>The discriminator's layers in <see cref="NetworkNotation"/>; empty for the model's own.</summary>
    public string DiscriminatorLayers { get; init; } = "";

    /// <summary>How weights and biases start; a name of <see cref="Models.Initialization.InitializerCatalog"/>.</summary>
    public string Initializer { get; init; } = "he-normal";

    /// <summary>The objectives; a name of <see cref="Models.Losses.LossCatalog"/>.</summary>
    public string Loss { get; init; } = "non-saturating-logits";

    /// <summary>Distribution of the noise: <c>uniform</c> on [−1, 1), <c>unit-uniform</c> on [0, 1), <c>uniform-sqrt3</c> on [−√3, √3), or <c>normal</c> with deviation 1.</summary>
    public string Noise { get; init; } = "uniform";

    /// <summary>Whether the generator's phase uses the discriminator phase's noise.</summary>
    public bool SharedNoise { get; init; } = true;

    /// <summary><c>d-then-g</c>: G sees the updated D. <c>simultaneous</c>: both update from the same weights.</summary>
    public string Order { get; init; } = "d-then-g";

    /// <summary>k: discriminator updates per generator update.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Probability with which dropout keeps a number, in models that have dropout; 1 for no dropout.</summary>
    public double DropoutKeep { get; init; } = 1;

    /// <summary>Samples that the discriminator judges at once, where the model can; it divides the batch, and 0 is the whole of it.</summary>
    public int Packing { get; init; } = 1;

    /// <summary>Probability with which dropout on D's input keeps a number, in models that have it; 1 for no dropout.</summary>
    public double InputDropoutKeep { get; init; } = 1;

    /// <summary>D's weights are brought into [−clip, clip] after each of its updates; 0 for not at all.</summary>
    public double WeightClip { get; init; }

    /// <summary>λ, the factor of the gradient penalty in D's loss; 0 for none.</summary>
    public double GradientPenalty { get; init; }

    /// <summary>Images in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How images are drawn: <c>replacement</c>, <c>epoch</c> or <c>shuffle-buffer</c>.</summary>
    public string Sampler { get; init; } = "replacement";

    /// <summary>Images in the shuffle buffer, where that is the sampler.</summary>
    public int ShuffleBuffer { get; init; } = 10_000;

    /// <summary>The discriminator's optimiser.</summary>
    public OptimizerOptions DiscriminatorOptimizer { get; init; } = new();

    /// <summary>The generator's optimiser.</summary>
    public OptimizerOptions GeneratorOptimizer { get; init; } = new();

    /// <summary>Generator updates in all.</summary>
    public long Steps { get; init; } = 100_000;

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps between two lines of metrics; 0 for the last step only.</summary>
    public long LogEvery { get; init; } = 1000;

    /// <summary>Steps between two sample grids; 0 for the last step only.</summary>
    public long SampleEvery { get; init; } = 5000;

    /// <summary>Steps between two checkpoints; 0 for the last step only.</summary>
    public long CheckpointEvery { get; init; } = 10_000;
}
