namespace NativeGan.Kernels.Cpu;

/// <summary>How a long run of elements is shared out: chunks of a multiple of sixteen elements, or one chunk if short.</summary>
internal static class Chunks
{
    /// <summary>Runs up to this length stay on the calling thread: 32 KB, 2 to 5 µs of work where a fork and join costs 0.3.</summary>
    public const int SerialLimit = 8192;

    // Long enough to make a claim (0.1 µs) negligible, short enough to even out threads of unequal speed.
    private const int ParallelLength = 8192;

    /// <summary>Elements of every chunk but the last.</summary>
    public static int Length(ThreadTeam team, int count) =>
        team.Threads == 1 || count <= SerialLimit ? Math.Max(count, 1) : ParallelLength;

    /// <summary>Number of chunks.</summary>
    public static int Count(int count, int length) => (int)(((long)count + length - 1) / length);
}
