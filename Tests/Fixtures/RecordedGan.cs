using System.Text.Json;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Tests.Fixtures.Kinds;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Tests.Fixtures;

/// <summary>A recorded training, set up with the program's own classes from the sizes of the recorded weights.</summary>
/// <remarks>
/// What one kind has for itself is its <see cref="RecordedKind"/>'s. Only the order of the real samples and the noise come from the
/// recording; for images, batch, ring, gather and step are those of a run.
/// </remarks>
internal sealed class RecordedGan : IDisposable
{
    private readonly FixtureCase _case;
    private readonly double[] _sampleNoise;
    private readonly IBatchSource _batches;
    private readonly RecordedNoise _noise;
    private readonly RowRing _metrics;
    private readonly FirstGradients _discriminator, _generator;
    private readonly GanStep _step;
    private ICapturedStep? _captured;

    public RecordedGan(FixtureCase recorded, RecordedKind kind, IBackend backend)
    {
        _case = recorded;
        Backend = backend;
        Model = kind.CreateModel(recorded, backend);
        Weights =
        [
            .. Named("init/", kind.DiscriminatorKeys(recorded), Model.Discriminator.Parameters),
            .. Named("init/", kind.GeneratorKeys(recorded), Model.GeneratorParameters),
        ];
        Statistics = [.. Named("final_stat/", kind.StatisticKeys, [.. Model.NamedVariables.Select(named => named.Variable).OfType<StateTensor>()])];
        foreach ((string key, Parameter parameter) in Weights)
        {
            parameter.Assign(recorded.Tensor($"init/{key}").Values);
        }

        GanStepRules rules = kind.Rules(
            recorded.Json.GetProperty("spec").GetProperty("order").GetString() == "simultaneous" ? UpdateOrder.Simultaneous : UpdateOrder.DiscriminatorThenGenerator);
        _batches = kind.CreateBatches(recorded, Model, rules.DiscriminatorSteps, backend);
        _sampleNoise = kind.SampleNoise(recorded);
        _noise = new RecordedNoise(backend, [.. kind.Noise(recorded)], new Shape(recorded.BatchSize, Model.NoiseSize));
        _metrics = new RowRing(backend, Steps, GanStep.MetricCount);
        _discriminator = new FirstGradients(Optimizer("D").Create(Model.Discriminator.Parameters));
        _generator = new FirstGradients(Optimizer("G").Create(Model.GeneratorParameters));
        _step = new GanStep(Model, _batches, _noise, _discriminator, _generator, rules, _metrics);
    }

    public IBackend Backend { get; }

    public GanModel Model { get; }

    /// <summary>Steps that were recorded.</summary>
    public int Steps => _case.Steps;

    /// <summary>Parameters under their recorded names, the discriminator's first.</summary>
    public IReadOnlyList<(string Key, Parameter Parameter)> Weights { get; }

    /// <summary>Running statistics under their recorded names.</summary>
    public IReadOnlyList<(string Key, StateTensor Statistic)> Statistics { get; }

    /// <summary>Every parameter's gradient in its network's first update; kept by eager steps only.</summary>
    public IEnumerable<(string Key, double[] Gradient)> GradientsOfTheFirstUpdates() =>
        Weights.Zip(_discriminator.Values.Concat(_generator.Values), (weight, gradient) => (weight.Key, gradient));

    /// <summary>Trains some steps further.</summary>
    public void Train(int steps, bool captures)
    {
        for (int step = 0; step < steps; step++)
        {
            _batches.Prepare();
            if (_captured is not null)
            {
                _captured.Replay();
            }
            else if (captures)
            {
                _captured = Backend.Capture(_step.Run);
            }
            else
            {
                _discriminator.Keeps = _generator.Keeps = true;
                _step.Run();
            }
        }
    }

    /// <summary>Losses of all steps so far, the discriminator's and the generator's.</summary>
    public (double[] Discriminator, double[] Generator) Losses(int steps)
    {
        double[] rows = new double[Steps * GanStep.MetricCount];
        _metrics.Read(rows);
        return ([.. Column(0)], [.. Column(1)]);

        IEnumerable<double> Column(int column) => Enumerable.Range(0, steps).Select(step => rows[step * GanStep.MetricCount + column]);
    }

    /// <summary>All weights and statistics, one after the other.</summary>
    public double[] AllNumbers() => [.. Model.NamedVariables.SelectMany(named => named.Variable.ToDoubleArray())];

    /// <summary>Numbers of the samples of the first rows of the sample noise.</summary>
    public double[] Sample(int numbers)
    {
        int count = numbers / Model.SampleSize;
        using TensorScope scope = new();
        Tensor rows = Tensor.FromArray(Backend, _sampleNoise.AsSpan(0, count * Model.NoiseSize), new Shape(count, Model.NoiseSize));
        return Model.Sample(rows, labels: null).ToDoubleArray();
    }

    public void Dispose()
    {
        _captured?.Dispose();
        Model.Dispose();
        _batches.Dispose();
        _noise.Dispose();
        _metrics.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
    }

    /// <summary>The model's variables under recorded names, which have to be as many and of the same shapes.</summary>
    private IEnumerable<(string Key, TVariable Variable)> Named<TVariable>(string prefix, IEnumerable<string> keys, IReadOnlyList<TVariable> variables)
        where TVariable : Variable
    {
        string[] names = [.. keys];
        string recorded = string.Join(", ", names.Select(key => $"{key} {_case.Tensor(prefix + key).Shape}"));
        string built = string.Join(", ", names.Zip(variables, (key, variable) => $"{key} {variable.Shape}"));
        return names.Length == variables.Count && recorded == built
            ? names.Zip(variables)
            : throw new FixtureException($"Fixtures: case '{_case.Name}' has {recorded}; the model has {variables.Count} of them: {built}.");
    }

    private OptimizerOptions Optimizer(string network)
    {
        JsonElement hyper = _case.Json.GetProperty("optimizer").GetProperty(network);
        string kind = hyper.GetProperty("kind").GetString()!;
        return RecordedOptimizer.Find(kind, hyper) ?? throw new NotSupportedException($"Optimiser '{kind}' is not built yet.");
    }
}
