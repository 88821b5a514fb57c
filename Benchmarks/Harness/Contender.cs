using System.Diagnostics;

namespace NativeGan.Benchmarks.Harness;

/// <summary>One way to do some work, to be timed in turns with others that do the same.</summary>
/// <param name="group">What is computed: contenders of one group are compared with one another.</param>
/// <param name="name">Who computes it.</param>
/// <param name="threads">Threads it may use; 0 where the processor's do not count, on a GPU.</param>
/// <param name="work">What one call does.</param>
internal abstract class Contender(string group, string name, int threads, Work work) : IDisposable
{
    /// <summary>What is computed.</summary>
    public string Group => group;

    /// <summary>Who computes it.</summary>
    public string Name => name;

    /// <summary>Threads it may use.</summary>
    public int Threads => threads;

    /// <summary>What one call does.</summary>
    public Work Work => work;

    /// <summary>Where the group stands on a scaling picture's axis; 0 where there is none.</summary>
    public double Position { get; init; }

    /// <summary>Somebody else's library, reported beside ours.</summary>
    public bool IsPeer { get; init; }

    /// <summary>How long its idle threads keep a core busy after a call: the next contender waits until they sleep.</summary>
    public virtual TimeSpan Settling => threads > 1 ? TimeSpan.FromMilliseconds(3) : TimeSpan.Zero;

    /// <summary>Computes once and compares with the reference: null when it agrees, else a sentence on the worst element.</summary>
    public abstract string? Check();

    /// <summary>Computes so many times.</summary>
    public abstract void Run(int calls);

    /// <summary>Computes so many times and takes the time and the bytes allocated by the whole process.</summary>
    public virtual BlockTiming RunBlock(int calls)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        Run(calls);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new BlockTiming(seconds / calls, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / calls);
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>What a block of calls took, for each call.</summary>
internal readonly record struct BlockTiming(double SecondsPerCall, double AllocatedBytesPerCall);
