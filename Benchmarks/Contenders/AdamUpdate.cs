using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Models;
using NativeGan.Training.Optimizers;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>One update of all parameters of a network by Adam.</summary>
/// <remarks>13 operations a parameter as <see cref="AdamRule"/> writes it; reads p, g, m, v and writes p, m, v: 28 bytes.</remarks>
internal sealed class AdamUpdate : Contender
{
    /// <summary>Parameters of s4's discriminator.</summary>
    public const int DefaultCount = MnistImages.Pixels * 256 + 256 + 256 + 1;

    private static readonly AdamRule _rule = new(0.9, 0.999, 1e-8, isEpsilonHat: true);

    private readonly IBackend _backend;
    private readonly int _count;
    private readonly DeviceBuffer _clock;
    private readonly UpdateSegment[] _segments;

    public AdamUpdate(IBackend backend, int count, int threads)
        : base(Reports.Figures.Format($"Adam, {count} parameters"), $"NativeGan {backend.Name}", threads, WorkOf(count))
    {
        (_backend, _count) = (backend, count);
        _clock = backend.Allocate(UpdateClock.Length, ElementType.Float64);
        _segments = [Segment(backend)];
        Reset(backend, _clock, _segments[0]);
    }

    /// <summary>What an update of so many parameters does.</summary>
    public static Work WorkOf(int count) => new(13.0 * count, 28.0 * count);

    /// <inheritdoc/>
    public override string? Check()
    {
        using ReferenceBackend reference = new();
        DeviceBuffer clock = reference.Allocate(UpdateClock.Length, ElementType.Float64);
        UpdateSegment segment = Segment(reference);
        Reset(reference, clock, segment);
        reference.Update(_rule, clock, [segment]);
        double[] expected = new double[_count];
        reference.Download(segment.Parameter, MemoryMarshal.AsBytes(expected.AsSpan()));

        Reset(_backend, _clock, _segments[0]);
        Run(1);
        float[] found = new float[_count];
        _backend.Download(_segments[0].Parameter, MemoryMarshal.AsBytes(found.AsSpan()));
        return Deviation.Between(found, expected, new Tolerance(1e-6, 1e-7, "a few single precision roundings")).Miss;
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _backend.Update(_rule, _clock, _segments);
        }

        _backend.Synchronize();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _backend.Dispose();
        base.Dispose();
    }

    private UpdateSegment Segment(IBackend backend) => new(Numbers(backend), Numbers(backend), Numbers(backend), Numbers(backend));

    private DeviceBuffer Numbers(IBackend backend) => backend.Allocate(_count, backend.FloatType);

    private void Reset(IBackend backend, DeviceBuffer clock, UpdateSegment segment)
    {
        backend.Upload(MemoryMarshal.AsBytes([new UpdateClock(0, 2e-4, 1, 1)]), clock);
        Draw(backend, segment.Parameter, 0);
        Draw(backend, segment.Gradient, 1);
        backend.Fill(0, segment.First);
        backend.Fill(0, segment.Second);
    }

    // Uniform numbers are the same on every backend, but for their last bits in double precision.
    private static void Draw(IBackend backend, DeviceBuffer numbers, uint stream)
    {
        DeviceBuffer counter = backend.Allocate(2, ElementType.Int32);
        backend.Upload(new byte[2 * sizeof(int)], counter);
        backend.Random(new RandomDraw(RandomKind.Uniform, 1, stream, 2, -1), counter, numbers);
        counter.Release();
    }
}
