using System.Text.Json;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training;
using NativeGan.Training.Data;
using NativeGan.Training.Optimizers;

namespace NativeGan.Tests.Fixtures;

/// <summary>A recorded training of the fully connected GAN, set up with the program's own classes from the sizes of the recorded weights.</summary>
/// <remarks>
/// Recorded constants of the kind <c>mlp_gan</c>: both phases of a step take the noise <c>zu</c>, one discriminator step, pixels divided by 255.
/// Only the order of the images and the noise come from the recording; batch, ring, gather and step are those of a run.
/// </remarks>
internal sealed class RecordedGan : IDisposable
{
    private readonly FixtureCase _case;
    private readonly LabelledImages _images;
    private readonly StreamedBatches _batches;
    private readonly CycledNoise _noise;
    private readonly RowRing _metrics;
    private readonly FirstGradients _discriminator, _generator;
    private readonly GanStep _step;
    private ICapturedStep? _captured;

    public RecordedGan(FixtureCase recorded, IBackend backend)
    {
        _case = recorded;
        Backend = backend;
        JsonElement json = recorded.Json, spec = json.GetProperty("spec");
        Steps = json.GetProperty("steps").GetInt32();
        int batch = json.GetProperty("batch").GetInt32();
        Shape first = recorded.Tensor("init/G_W1").Shape, second = recorded.Tensor("init/G_W2").Shape;
        MlpGanSizes sizes = new(first[0], first[1], second[1], recorded.Tensor("init/D_W1").Shape[1]);
        IGanLoss loss = spec.TryGetProperty("log_epsilon", out JsonElement epsilon) ? new LogEpsilonLoss(epsilon.GetDouble()) : new NonSaturatingLogitsLoss();
        Model = new MlpGan(sizes, new XavierUniform(), loss, seed: 1, backend);
        foreach ((string key, Parameter parameter) in Weights)
        {
            parameter.Assign(recorded.Tensor($"init/{key}").Values);
        }

        FixtureTensor images = recorded.Tensor("x_u8");
        int batches = images.Shape[0], rows = images.Shape[1];
        _images = new LabelledImages(new PixelTable(backend, [.. images.Values.Select(value => (byte)value)], sizes.Sample), PixelScaling.ZeroToOne);
        _batches = new StreamedBatches(_images, batch, batchesPerStep: 1, () => new CycledIndices(batches, rows, batch));
        _noise = new CycledNoise(backend, recorded.Tensor("zu"), batch);
        _metrics = new RowRing(backend, Steps, GanStep.MetricCount);
        _discriminator = new FirstGradients(Optimizer("D").Create(Model.Discriminator.Parameters));
        _generator = new FirstGradients(Optimizer("G").Create(Model.Generator.Parameters));
        UpdateOrder order = spec.GetProperty("order").GetString() == "simultaneous" ? UpdateOrder.Simultaneous : UpdateOrder.DiscriminatorThenGenerator;
        _step = new GanStep(Model, _batches, _noise, _discriminator, _generator, new GanStepRules { Order = order, SharesNoise = true }, _metrics);
    }

    public IBackend Backend { get; }

    public MlpGan Model { get; }

    /// <summary>Steps that were recorded.</summary>
    public int Steps { get; }

    /// <summary>Parameters under their recorded names.</summary>
    public IEnumerable<(string Key, Parameter Parameter)> Weights =>
        Named("D", Model.Discriminator.Parameters).Concat(Named("G", Model.Generator.Parameters));

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

    /// <summary>All weights, one after the other.</summary>
    public double[] AllWeights() => [.. Weights.SelectMany(weight => weight.Parameter.ToDoubleArray())];

    /// <summary>G of the first rows of the first batch of noise.</summary>
    public double[] Sample(int count)
    {
        using TensorScope scope = new();
        FixtureTensor noise = _case.Tensor("zu");
        Tensor rows = Tensor.FromArray(Backend, noise.Values.AsSpan(0, count * noise.Shape[2]), new Shape(count, noise.Shape[2]));
        return Model.Sample(rows, labels: null).ToDoubleArray();
    }

    public void Dispose()
    {
        _captured?.Dispose();
        Model.Dispose();
        _batches.Dispose();
        _noise.Dispose();
        _images.Dispose();
        _metrics.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
    }

    private static IEnumerable<(string Key, Parameter Parameter)> Named(string network, IReadOnlyList<Parameter> parameters) =>
        ((string[])["W1", "b1", "W2", "b2"]).Zip(parameters, (name, parameter) => ($"{network}_{name}", parameter));

    private OptimizerOptions Optimizer(string network)
    {
        JsonElement hyper = _case.Json.GetProperty("optimizer").GetProperty(network);
        string kind = hyper.GetProperty("kind").GetString()!;
        return RecordedOptimizer.Find(kind, hyper) ?? throw new NotSupportedException($"Optimiser '{kind}' is not built yet.");
    }

    /// <summary>The first rows of every recorded batch, again and again.</summary>
    private sealed class CycledIndices(int batches, int rows, int batchSize) : IIndexStream
    {
        private int _next;

        public void Next(Span<int> indices)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                int batch = _next / batchSize % batches;
                indices[i] = batch * rows + _next % batchSize;
                _next++;
            }
        }
    }

    /// <summary>The first rows of every recorded batch of noise, again and again.</summary>
    private sealed class CycledNoise : INoiseSource
    {
        private readonly RowRing _ring;
        private readonly Shape _shape;

        public CycledNoise(IBackend backend, FixtureTensor noise, int batchSize)
        {
            (int batches, int rows, int size) = (noise.Shape[0], noise.Shape[1], noise.Shape[2]);
            _shape = new Shape(batchSize, size);
            _ring = new RowRing(backend, batches, batchSize * size);
            _ring.Fill([.. Enumerable.Range(0, batches).SelectMany(batch => noise.Values.Skip(batch * rows * size).Take(batchSize * size))]);
        }

        public Tensor Next() => _ring.Take(_shape);

        public void Dispose() => _ring.Dispose();
    }
}
