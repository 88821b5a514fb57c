using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Benchmarks.Steps;

/// <summary>A model in training on the built-in digits, with s4's optimisers, losses and shared noise.</summary>
internal sealed class StepTraining : IStepTraining
{
    private static readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

    private readonly GanModel _model;
    private readonly IBatchSource _batches;
    private readonly NoiseSource _noise;
    private readonly IParameterUpdater _discriminatorOptimizer, _generatorOptimizer;
    private readonly RowRing _metrics;
    private ICapturedStep? _captured;

    /// <summary>How captured steps are repeated; null before the first.</summary>
    public string? Mechanism => _captured?.Mechanism;

    /// <summary>Puts a model on a backend that is disposed of with it.</summary>
    public StepTraining(StepModel model, IBackend backend)
    {
        Backend = backend;
        TrainingOptions options = PresetCatalog.Find("s4").Options;
        LabelledImages images = new(new PixelTable(backend, _digits.Pixels, _digits.ImageSize), PixelScaling.ZeroToOne);
        _model = new StepGan(model, backend, options.Seed);
        _batches = BatchSources.Create(new BatchOptions { BatchSize = model.Batch, Sampler = "replacement", Seed = options.Seed }, images);
        _noise = new NoiseSource(backend, options.Seed, NoiseSource.TrainingStream, options.Noise, new Shape(model.Batch, model.GeneratorWidths[0]));
        _generatorOptimizer = options.GeneratorOptimizer.Create(_model.Generator.Parameters);
        _discriminatorOptimizer = options.DiscriminatorOptimizer.Create(_model.Discriminator.Parameters);
        _metrics = new RowRing(backend, TrainingSession.MetricsCapacity, GanStep.MetricCount);
        Step = new GanStep(
            _model, _batches, _noise, _discriminatorOptimizer, _generatorOptimizer,
            new GanStepRules { Order = UpdateOrder.DiscriminatorThenGenerator, SharesNoise = true }, _metrics);
    }

    /// <summary>The device.</summary>
    public IBackend Backend { get; }

    /// <inheritdoc/>
    public GanStep Step { get; }

    /// <summary>Runs steps as a recorded sequence of primitives; the first call records.</summary>
    public void RunCaptured(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            if (_captured is null)
            {
                _captured = Backend.Capture(Step.Run);
            }
            else
            {
                _captured.Replay();
            }
        }

        Backend.Synchronize();
    }

    /// <inheritdoc/>
    public void RunEagerly(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = new();
            Step.Run();
        }

        Backend.Synchronize();
    }

    /// <summary>All parameters, one after the other.</summary>
    public float[] Weights() => [.. _model.NamedParameters.SelectMany(entry => entry.Parameter.ToArray())];

    /// <inheritdoc/>
    public void Dispose()
    {
        _captured?.Dispose();
        _model.Dispose();
        _generatorOptimizer.Dispose();
        _discriminatorOptimizer.Dispose();
        _batches.Dispose();
        _noise.Dispose();
        _metrics.Dispose();
        Backend.Dispose();
    }
}
