using NativeGan.Engine;
using NativeGan.Engine.Backends;

namespace NativeGan.Training.Labs;

/// <summary>Where and how an experiment runs.</summary>
/// <param name="backend">Where networks are trained; owned by the caller.</param>
/// <param name="seed">Seed of everything random.</param>
/// <param name="isQuick">Fewer steps and samples; the tolerances are the same.</param>
internal sealed class LabContext(IBackend backend, ulong seed, bool isQuick) : IDisposable
{
    private readonly ReferenceBackend _exact = new();

    /// <summary>Where networks are trained, in single precision as a rule.</summary>
    public IBackend Backend => backend;

    /// <summary>Where what is exact is computed: plain loops in double precision.</summary>
    public IBackend Exact => _exact;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed => seed;

    /// <summary>Fewer steps and samples.</summary>
    public bool IsQuick => isQuick;

    /// <summary>Told how far a long stage of an experiment is: steps done, steps in all; null for nobody.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>One of two sizes of an experiment.</summary>
    public int Pick(int quick, int full) => IsQuick ? quick : full;

    /// <summary>A stream of random numbers on the training backend; each purpose in a lab has a number of its own.</summary>
    public RandomSource Random(uint purpose) => new(backend, seed, LabStreams + purpose);

    // Apart from the streams of training (0x2015, 0x1217 and the like): a lab never draws what a training run draws.
    private const uint LabStreams = 0x1AB0_0000;

    /// <summary>Closes the exact backend.</summary>
    public void Dispose() => _exact.Dispose();
}
