using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Loop;

/// <summary>Everything that one run keeps on a device: networks, optimisers, data, random streams, losses.</summary>
public sealed class TrainingSession : IDisposable
{
    /// <summary>Steps whose losses the metrics ring holds before the host must read them.</summary>
    public const int MetricsCapacity = 1000;

    private const uint PenaltyStream = 0x6E41;

    private readonly ISampleView _view;
    private readonly Tensor _fixedNoise;
    private readonly Tensor? _fixedLabels;
    private readonly RandomSource? _penaltyRandom;

    /// <summary>Puts a run on a device, at step 0.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="backend">The device; not owned.</param>
    /// <param name="data">What it is trained on.</param>
    /// <exception cref="InputException">The model cannot be trained on it, or not under these options.</exception>
    public TrainingSession(TrainingOptions options, IBackend backend, ITrainingData data)
    {
        Options = options;
        Backend = backend;
        Model = ModelFactory.Create(options, data.SampleSize, backend, data.SampleMean);
        _view = SampleViewCatalog.For(data, Model.Scaling, Model.Classes);
        GeneratorOptimizer = options.GeneratorOptimizer.Create(Model.GeneratorParameters);
        DiscriminatorOptimizer = options.DiscriminatorOptimizer.Create(Model.Discriminator.Parameters);
        Batches = CreateBatches(data);
        Noise = new NoiseSource(backend, options.Seed, NoiseSource.TrainingStream, options.Noise, new Shape(options.BatchSize, options.NoiseSize));
        Statistics = [.. data.Statistics.Select(static statistic => statistic.Name)];
        Metrics = new RowRing(backend, MetricsCapacity, GanStep.MetricCount + Statistics.Count);
        using NoiseSource fixedNoise = new(backend, options.Seed, NoiseSource.FixedStream, options.Noise, new Shape(_view.Count, options.NoiseSize));
        _fixedNoise = fixedNoise.Next();
        _fixedLabels = Model.Classes == 0 ? null : OneHotLabels(backend, [.. Enumerable.Range(0, _view.Count).Select(sample => sample % Model.Classes)], Model.Classes);
        _penaltyRandom = options.GradientPenalty > 0 ? new RandomSource(backend, options.Seed, PenaltyStream) : null;
        Step = new GanStep(Model, Batches, Noise, DiscriminatorOptimizer, GeneratorOptimizer, RulesOf(options, _penaltyRandom), Metrics, data.Statistics);
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

    /// <summary>Losses, scores and statistics, one row a step.</summary>
    public RowRing Metrics { get; }

    /// <summary>Names of what a row of <see cref="Metrics"/> has behind losses and scores.</summary>
    public IReadOnlyList<string> Statistics { get; }

    /// <summary>One training step.</summary>
    public GanStep Step { get; }

    /// <summary>G of the noise that is the same throughout the run.</summary>
    /// <param name="step">Steps done.</param>
    public SampleReport ReportSamples(long step)
    {
        using TensorScope scope = new();
        return new SampleReport(step, _view, Model.Sample(_fixedNoise, _fixedLabels).ToArray());
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

    /// <summary>The run's state after a step.</summary>
    public TrainingState TakeState(long step, double elapsedSeconds) =>
        TrainingState.Of(Options, step, elapsedSeconds, Model, GeneratorOptimizer, DiscriminatorOptimizer, Noise.DrawCount, [.. RandomSources.Select(random => random.DrawCount)]);

    /// <summary>Goes back to a state.</summary>
    /// <exception cref="InputException">The state is of another model.</exception>
    public void Restore(TrainingState state)
    {
        state.RestoreModel(Model);
        state.RestoreOptimizer("generator", GeneratorOptimizer);
        state.RestoreOptimizer("discriminator", DiscriminatorOptimizer);
        Noise.DrawCount = state.NoiseDraws;
        state.RestoreRandomSources([.. RandomSources]);
        Batches.Seek((ulong)state.Step * (ulong)Options.DiscriminatorSteps);
    }

    private static BatchOptions BatchesOf(TrainingOptions options, GanModel model) => new()
    {
        BatchSize = options.BatchSize,
        BatchesPerStep = options.DiscriminatorSteps,
        Sampler = options.Sampler,
        ShuffleBuffer = options.ShuffleBuffer,
        Seed = options.Seed,
        Scaling = model.Scaling,
        Classes = model.Classes,
    };

    private IBatchSource CreateBatches(ITrainingData data) => Model.Classes == 0 || data.HasLabels
        ? data.CreateBatches(BatchesOf(Options, Model), Backend)
        : throw new InputException(
            data.Count > 0
                ? $"{data.Name} from {data.Source} has no labels, and model '{Options.Model}' needs them. Put the label file beside the images."
                : $"{data.Name} has no labels, and model '{Options.Model}' needs them. Train it on images.", ExitCodes.DataMissing);

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
    }
}
