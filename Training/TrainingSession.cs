using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
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

    private readonly PixelTable _images;
    private readonly Tensor _fixedNoise;

    /// <summary>Puts a run on a device, at step 0.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="backend">The device; not owned.</param>
    /// <param name="dataset">The training images.</param>
    public TrainingSession(TrainingOptions options, IBackend backend, ImageDataset dataset)
    {
        Options = options;
        Backend = backend;
        int pixels = dataset.Rows * dataset.Columns;
        _images = new PixelTable(backend, dataset.Pixels, pixels);
        Model = ModelFactory.Create(options, pixels, backend);
        GeneratorOptimizer = options.GeneratorOptimizer.Create(Model.Generator.Parameters);
        DiscriminatorOptimizer = options.DiscriminatorOptimizer.Create(Model.Discriminator.Parameters);
        Batches = BatchSources.Create(options, _images, PixelScaling.ZeroToOne);
        Noise = new NoiseSource(backend, options.Seed, NoiseSource.TrainingStream, options.Noise, new Shape(options.BatchSize, options.NoiseSize));
        Metrics = new RowRing(backend, MetricsCapacity, GanStep.MetricCount);
        using NoiseSource fixedNoise = new(backend, options.Seed, NoiseSource.FixedStream, options.Noise, new Shape(FixedSamples, options.NoiseSize));
        _fixedNoise = fixedNoise.Next();
        Step = new GanStep(
            Model, Batches, Noise, DiscriminatorOptimizer, GeneratorOptimizer,
            UpdateOrders.Parse(options.Order), options.SharedNoise, options.DiscriminatorSteps, Metrics);
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
        return Model.Generate(_fixedNoise).ToArray();
    }

    /// <summary>The run's state after a step.</summary>
    public Checkpoint TakeCheckpoint(long step, double elapsedSeconds) =>
        Checkpoint.Of(Options, step, elapsedSeconds, Model, GeneratorOptimizer, DiscriminatorOptimizer, Noise.DrawCount);

    /// <summary>Goes back to the state of a checkpoint.</summary>
    /// <exception cref="InputException">The checkpoint is of another model.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        checkpoint.RestoreModel(Model);
        checkpoint.RestoreOptimizer("generator", GeneratorOptimizer);
        checkpoint.RestoreOptimizer("discriminator", DiscriminatorOptimizer);
        Noise.DrawCount = checkpoint.NoiseDraws;
        Batches.Seek((ulong)checkpoint.Step * (ulong)Options.DiscriminatorSteps);
    }

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
        _images.Dispose();
    }
}
