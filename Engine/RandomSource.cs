using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A seeded stream of random numbers on a device: the same numbers on every backend.</summary>
/// <remarks>
/// Counter-based (<see cref="RandomDraw"/>): the only state is how many draws were made, and it lives in a device buffer, so
/// that a captured step draws new numbers at each replay and a checkpoint of the count resumes exactly.
/// Uniform numbers of [0, 1) and [−1, 1), and all whose interval has a power of two as width, are equal bit for bit on every
/// backend; others are rounded by each. Normal numbers agree within 1e-6 (their logarithm and cosine differ).
/// </remarks>
/// <param name="backend">Where the numbers are drawn.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="stream">Which stream of that seed; streams are independent.</param>
public sealed class RandomSource(IBackend backend, ulong seed, uint stream) : IDisposable
{
    private readonly DeviceBuffer _counter = CreateCounter(backend);

    /// <summary>Draws made so far; reading it waits for the device. Set it to resume.</summary>
    public ulong DrawCount
    {
        get
        {
            Span<ulong> count = stackalloc ulong[1];
            backend.Download(_counter, MemoryMarshal.AsBytes(count));
            return count[0];
        }
        set => backend.Upload(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)), _counter);
    }

    /// <summary>Uniform numbers in [low, high), whatever they are rounded to: what would round to high is the largest number below it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">high is below low, or either is not finite.</exception>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"Uniform: the interval is [{low}, {high}), two finite numbers in ascending order are expected.");
        }

        return Draw(shape, RandomDraw.Uniform(seed, stream, low, high));
    }

    /// <summary>Normal numbers.</summary>
    public Tensor Normal(Shape shape, double mean = 0, double standardDeviation = 1) =>
        Draw(shape, new RandomDraw(RandomKind.Normal, seed, stream, standardDeviation, mean));

    /// <summary>Fills <paramref name="target"/> with integers uniform on [0, bound).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public void Integers(Indices target, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        backend.Random(new RandomDraw(RandomKind.Index, seed, stream, Bound: bound), _counter, target.LiveBuffer());
        target.Buffer.Version++;
    }

    /// <summary>Returns the counter's buffer.</summary>
    public void Dispose() => _counter.Release();

    private Tensor Draw(Shape shape, RandomDraw draw)
    {
        Tensor tensor = Tensor.Allocate(backend, shape);
        backend.Random(draw, _counter, tensor.Buffer);
        return tensor;
    }

    private static DeviceBuffer CreateCounter(IBackend backend)
    {
        DeviceBuffer counter = backend.Allocate(2, ElementType.Int32);
        backend.Upload(new byte[8], counter);
        return counter;
    }
}
