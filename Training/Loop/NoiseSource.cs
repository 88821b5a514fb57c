using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>Noise vectors for the generator, drawn on the device.</summary>
public sealed class NoiseSource : INoiseSource
{
    /// <summary>The random stream of training noise.</summary>
    public const uint TrainingStream = 0x2015;

    /// <summary>The random stream of the noise whose samples are shown throughout a run.</summary>
    public const uint FixedStream = 0xF12D;

    private readonly RandomSource _random;
    private readonly Shape _shape;
    private readonly string _distribution;

    /// <summary>A source that starts at its first draw.</summary>
    /// <param name="backend">Where the noise is drawn.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Which stream of that seed.</param>
    /// <param name="distribution">A name of <see cref="NoiseDistributions"/>.</param>
    /// <param name="shape">[batch, noise size].</param>
    /// <exception cref="ArgumentException">There is no such distribution.</exception>
    public NoiseSource(IBackend backend, ulong seed, uint stream, string distribution, Shape shape)
    {
        if (!NoiseDistributions.Names.Contains(distribution))
        {
            throw new ArgumentException($"There is no noise '{distribution}'; there are {string.Join(", ", NoiseDistributions.Names)}.");
        }

        _random = new RandomSource(backend, seed, stream);
        _shape = shape;
        _distribution = distribution;
    }

    /// <summary>Draws made so far; set it to resume.</summary>
    public ulong DrawCount
    {
        get => _random.DrawCount;
        set => _random.DrawCount = value;
    }

    /// <inheritdoc/>
    public Tensor Next() => _distribution switch
    {
        "normal" => _random.Normal(_shape),
        "unit-uniform" => _random.Uniform(_shape),
        "uniform-sqrt3" => _random.Uniform(_shape, -Math.Sqrt(3), Math.Sqrt(3)), // deviation 1
        _ => _random.Uniform(_shape, -1, 1),
    };

    /// <inheritdoc/>
    public void Dispose() => _random.Dispose();
}
