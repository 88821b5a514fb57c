using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Single numbers of a normal distribution, drawn anew for every batch.</summary>
/// <param name="mean">Their mean.</param>
/// <param name="deviation">Their standard deviation.</param>
public sealed class NormalData(double mean, double deviation) : ITrainingData
{
    private const uint Stream = 0xBA7D;

    /// <summary>The data of source S2: mean 4, standard deviation 1.25.</summary>
    public static NormalData Source2 { get; } = new(4, 1.25);

    /// <summary>Their mean.</summary>
    public double Mean => mean;

    /// <summary>Their standard deviation.</summary>
    public double Deviation => deviation;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"the normal distribution N({mean}, {deviation}²)");

    /// <inheritdoc/>
    public string Source => "drawn anew";

    /// <inheritdoc/>
    public string? Sha256 => null;

    /// <inheritdoc/>
    public int Count => 0;

    /// <inheritdoc/>
    public int SampleSize => 1;

    /// <inheritdoc/>
    public bool HasLabels => false;

    /// <inheritdoc/>
    public bool IsBuiltIn => false;

    /// <inheritdoc/>
    public string Unit => "numbers";

    /// <inheritdoc/>
    /// <remarks>As the source logs them: standard deviations are those of the batch, divided by its size.</remarks>
    public IReadOnlyList<BatchStatistic> Statistics { get; } =
    [
        new("real_mean", static (real, _) => real.Mean()),
        new("real_deviation", static (real, _) => DeviationOf(real)),
        new("fake_mean", static (_, fake) => fake.Mean()),
        new("fake_deviation", static (_, fake) => DeviationOf(fake)),
    ];

    /// <summary>The density at x.</summary>
    public double DensityAt(double x) => Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));

    /// <inheritdoc/>
    public double[] SampleMean() => [mean];

    /// <inheritdoc/>
    public ITrainingData First(int samples) => samples == 0
        ? this
        : throw new InputException($"trainingImages: found {samples}, but {Name} is drawn anew for every batch. Leave --training-images out.", ExitCodes.Usage);

    /// <inheritdoc/>
    public IBatchSource CreateBatches(BatchOptions options, IBackend backend)
    {
        Shape shape = new(options.BatchSize, 1);
        return new DrawnBatches(new RandomSource(backend, options.Seed, Stream), drawsPerBatch: 1, random => random.Normal(shape, mean, deviation));
    }

    private static Tensor DeviationOf(Tensor batch) => (batch - batch.Mean().Reshape(1, 1)).Square().Mean().Sqrt();
}
