using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Points in a plane around the 5 × 5 corners of a grid, drawn anew for every batch: 25 normal distributions of equal weight.</summary>
/// <remarks>
/// Corners at −2, −1, 0, 1, 2 in either direction, standard deviation 0.05, all divided by √8 so that coordinates have a deviation near ½.
/// Source: the authors' code of Gulrajani et al. 2017, for figure 1 ("25 Gaussians").
/// </remarks>
public sealed class NormalGridData : ITrainingData
{
    private const uint Stream = 0xBA7E;
    private const int Side = 5;
    private static readonly double _unit = 1 / Math.Sqrt(8);

    /// <summary>The only one.</summary>
    public static NormalGridData Instance { get; } = new();

    /// <summary>The centres, row by row.</summary>
    public IReadOnlyList<(double X, double Y)> Centres { get; } =
        [.. Enumerable.Range(0, Side * Side).Select(i => ((i % Side - Side / 2) * _unit, (i / Side - Side / 2) * _unit))];

    /// <summary>Standard deviation around a centre, in either direction.</summary>
    public double Deviation { get; } = 0.05 * _unit;

    /// <inheritdoc/>
    public string Name => "the grid of 25 normal distributions";

    /// <inheritdoc/>
    public string Source => "drawn anew";

    /// <inheritdoc/>
    public string? Sha256 => null;

    /// <inheritdoc/>
    public int Count => 0;

    /// <inheritdoc/>
    public int SampleSize => 2;

    /// <inheritdoc/>
    public bool HasLabels => false;

    /// <inheritdoc/>
    public bool IsBuiltIn => false;

    /// <inheritdoc/>
    public string Unit => "points";

    /// <inheritdoc/>
    public IReadOnlyList<BatchStatistic> Statistics => [];

    /// <inheritdoc/>
    public double[] SampleMean() => [0, 0];

    /// <inheritdoc/>
    public ITrainingData First(int samples) => samples == 0
        ? this
        : throw new InputException($"trainingImages: found {samples}, but {Name} is drawn anew for every batch. Leave --training-images out.", ExitCodes.Usage);

    /// <inheritdoc/>
    public IBatchSource CreateBatches(BatchOptions options, IBackend backend)
    {
        Tensor centres = Tensor.FromArray(backend, [.. Centres.SelectMany(static centre => new[] { centre.X, centre.Y })], new Shape(Centres.Count, 2));
        Indices chosen = Indices.Allocate(backend, new Shape(options.BatchSize));
        Shape shape = new(options.BatchSize, 2);
        return new DrawnBatches(new RandomSource(backend, options.Seed, Stream), drawsPerBatch: 2, Draw, centres, chosen);

        Tensor Draw(RandomSource random)
        {
            random.Integers(chosen, Centres.Count);
            return centres.Embedding(chosen) + random.Normal(shape, 0, Deviation);
        }
    }
}
