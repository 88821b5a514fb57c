using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Loop;

namespace NativeGan.Tests.Fixtures;

/// <summary>The noise of recorded steps, draw by draw.</summary>
internal sealed class RecordedNoise : INoiseSource
{
    private readonly RowRing _ring;
    private readonly Shape _shape;

    /// <summary>A source whose next draw is the first.</summary>
    /// <param name="backend">Where the noise lives.</param>
    /// <param name="draws">One batch for each draw.</param>
    /// <param name="shape">[batch, noise size].</param>
    public RecordedNoise(IBackend backend, IReadOnlyCollection<double[]> draws, Shape shape)
    {
        _shape = shape;
        _ring = new RowRing(backend, draws.Count, shape.Count);
        _ring.Fill([.. draws.SelectMany(draw => draw)]);
    }

    public Tensor Next() => _ring.Take(_shape);

    public void Dispose() => _ring.Dispose();
}
