using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Training.Labs;

/// <summary>Samples of a mixture of normal distributions, drawn on the device: a centre at random, plus noise.</summary>
internal sealed class MixtureSampler : IDisposable
{
    private readonly Tensor _centres;
    private readonly Indices _parts;
    private readonly RandomSource _random;
    private readonly Shape _shape;
    private readonly double _deviation;

    /// <summary>A sampler.</summary>
    /// <param name="backend">Where samples are drawn.</param>
    /// <param name="centres">Centre after centre, <paramref name="dimensions"/> numbers each; named twice, a centre is drawn twice as often.</param>
    /// <param name="dimensions">Numbers in a sample.</param>
    /// <param name="deviation">Standard deviation around a centre, in each dimension.</param>
    /// <param name="random">What everything is drawn from.</param>
    /// <param name="count">Samples in a batch.</param>
    public MixtureSampler(IBackend backend, IReadOnlyList<double> centres, int dimensions, double deviation, RandomSource random, int count)
    {
        _centres = Tensor.FromArray(backend, [.. centres], new Shape(centres.Count / dimensions, dimensions));
        _parts = Indices.Allocate(backend, new Shape(count));
        (_random, _deviation, _shape) = (random, deviation, new Shape(count, dimensions));
    }

    /// <summary>The next batch, [count, dimensions].</summary>
    public Tensor Next()
    {
        _random.Integers(_parts, _centres.Shape[0]);
        return _centres.Embedding(_parts) + _random.Normal(_shape, 0, _deviation);
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _centres.Dispose();
        _parts.Dispose();
    }
}
