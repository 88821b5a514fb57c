using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;

namespace NativeGan.Training;

/// <summary>Everything that one run keeps on a device: networks, optimisers, images, random streams, losses.</summary>
public sealed class TrainingSession : IDisposable
{
    /// <summary>Samples in the grid that is shown throughout a run: 6 × 6.</summary>
    public const int FixedSamples = 36;

    /// <summary>Steps whose losses the metrics ring holds before the host must read them.</summary>
    public const int MetricsCapacity = 1000;

    private const uint PenaltyStream = 0x6E41;

    private readonly LabelledImages _images;
    private readonly Tensor _fixedNoise;
    private readonly Tensor? _fixedLabels;
    private readonly RandomSource? _penaltyRandom;

    /// <summary>Puts a run on a device, at step 0.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="backend">The device; not owned.</param>
    /// <param name="dataset">The training images.</param>
    public TrainingSession(TrainingOptions options, IBackend backend, ImageDataset dataset)
    {
        Options = options;
        Backend = backend;
        int pixels = dataset.Rows * dataset.Columns;
        Model = ModelFactory.Create(options, pixels, backend, () => dataset.MeanShades());
        _images = LabelledImages.Of(backend, dataset, Model.Scaling, Model.Classes);
        GeneratorOptimizer = options.GeneratorOptimizer.Create(Model.GeneratorParameters);
        DiscriminatorOptimizer = options.DiscriminatorOptimizer.Create(Model.Discriminator.Parameters);
        Batches = BatchSources.Create(options, _images);
        Noise = new NoiseSource(backend, options.Seed, NoiseSource.TrainingStream, options.Noise, new Shape(options.BatchSize, options.NoiseSize));
        Metrics = new RowRing(backend, MetricsCapacity, GanStep.MetricCount);
        using NoiseSource fixedNoise = new(backend, options.Seed, NoiseSource.FixedStream, options.Noise, new Shape(FixedSamples, options.NoiseSize));
        _fixedNoise = fixedNoise.Next();
        _fixedLabels = Model.Classes == 0 ? null : OneHotLabels(backend, [.. Enumerable.Range(0, FixedSamples).Select(sample => sample % Model.Classes)], Model.Classes);
        _penaltyRandom = options.GradientPenalty > 0 ? new RandomSource(backend, options.Seed, PenaltyStream) : null;
        Step = new GanStep(Model, Batches, Noise, DiscriminatorOptimizer, GeneratorOptimizer, RulesOf(options, _penaltyRandom), Metrics);
    }

    /// <summary>The run's configuration.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The device.</summary>
    public IBackend Backend { get; }

    /// <summary>The two networks.</summary>
    public GanModel Model { get; }

    /// <summary>G's optimiser.</summary>
    public IParameterUpdater GeneratorOptimizer { get; }

    /// <summary>D's optimiser.</summary>
    public IParameterUpdater DiscriminatorOptimizer { get; }

    /// <summary>Real samples.</summary>
    public IBatchSource Batches { get; }

    /// <summary>Training noise.</summary>
    public NoiseSource Noise { get; }

    /// <summary>Losses and scores, one row a step.</summary>
    public RowRing Metrics { get; }

    /// <summary>One training step.</summary>
    public GanStep Step { get; }

    /// <summary>G of the noise that is the same throughout the run; <see cref="FixedSamples"/> samples, one after the other.</summary>
    public float[] GenerateFixedSamples()
    {
        using TensorScope scope = new();
        return ToShades(Model.Sample(_fixedNoise, _fixedLabels).ToArray(), Model);
    }

    /// <summary>The rules of a run's step.</summary>
    /// <param name="options">The run.</param>
    /// <param name="penaltyRandom">Draws the points of the gradient penalty, where the run has one.</param>
    internal static GanStepRules RulesOf(TrainingOptions options, RandomSource? penaltyRandom) => new()
    {
        Order = UpdateOrders.Parse(options.Order),
        SharesNoise = options.SharedNoise,
        DiscriminatorSteps = options.DiscriminatorSteps,
        WeightClip = options.WeightClip,
        GradientPenalty = options.GradientPenalty,
        PenaltyRandom = penaltyRandom,
    };

    /// <summary>Classes as one-hot rows, [labels, classes].</summary>
    internal static Tensor OneHotLabels(IBackend backend, ReadOnlySpan<int> labels, int classes)
    {
        float[] rows = new float[labels.Length * classes];
        for (int row = 0; row < labels.Length; row++)
        {
            rows[row * classes + labels[row]] = 1;
        }

        return Tensor.FromArray(backend, rows, new Shape(labels.Length, classes));
    }

    /// <summary>What a model's samples are as shades, 0 black to 1 white; in place.</summary>
    internal static float[] ToShades(float[] samples, GanModel model)
    {
        // The inverse of the scaling, by way of the pixels 0 and 255.
        float black = model.Scaling.Invoke(0f), white = model.Scaling.Invoke(255f);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (samples[i] - black) / (white - black);
        }

        return samples;
    }

    /// <summary>The run's state after a step.</summary>
    public Checkpoint TakeCheckpoint(long step, double elapsedSeconds) =>
        Checkpoint.Of(Options, step, elapsedSeconds, Model, GeneratorOptimizer, DiscriminatorOptimizer, Noise.DrawCount, [.. RandomSources.Select(random => random.DrawCount)]);

    /// <summary>Goes back to the state of a checkpoint.</summary>
    /// <exception cref="InputException">The checkpoint is of another model.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        checkpoint.RestoreModel(Model);
        checkpoint.RestoreOptimizer("generator", GeneratorOptimizer);
        checkpoint.RestoreOptimizer("discriminator", DiscriminatorOptimizer);
        Noise.DrawCount = checkpoint.NoiseDraws;
        checkpoint.RestoreRandomSources([.. RandomSources]);
        Batches.Seek((ulong)checkpoint.Step * (ulong)Options.DiscriminatorSteps);
    }

    // Chance beside noise and batches, in the order of the checkpoint.
    private IEnumerable<RandomSource> RandomSources => _penaltyRandom is null ? Model.RandomSources : Model.RandomSources.Append(_penaltyRandom);

    /// <summary>Returns all buffers to the device.</summary>
    public void Dispose()
    {
        Model.Dispose();
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        Batches.Dispose();
        Noise.Dispose();
        Metrics.Dispose();
        _fixedNoise.Dispose();
        _fixedLabels?.Dispose();
        _penaltyRandom?.Dispose();
        _images.Dispose();
    }
}
