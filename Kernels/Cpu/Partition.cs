namespace NativeGan.Kernels.Cpu;

/// <summary>How work is divided among threads, and how extents are rounded up.</summary>
/// <remarks>
/// A share is what one thread takes at a time. Shares are either even, a given number of them that differ by one at most, or of
/// one length, of which only the last is shorter. Threads claim them from a <see cref="ThreadTeam"/>.
/// </remarks>
internal static class Partition
{
    /// <summary>
    /// Work on up to this many elements stays on the calling thread: 32 KB, 2 to 5 µs where a fork and join costs 0.3.
    /// </summary>
    public const int SerialLimit = 8192;

    // Long enough that a claim (0.1 µs) costs little, short enough to even out threads of unequal speed.
    private const int ParallelLength = 8192;

    /// <summary>⌈<paramref name="count"/> / <paramref name="size"/>⌉.</summary>
    public static int DivideUp(int count, int size) => (int)DivideUp((long)count, size);

    /// <inheritdoc cref="DivideUp(int, int)"/>
    public static long DivideUp(long count, int size) => (count + size - 1) / size;

    /// <summary>The smallest multiple of <paramref name="multiple"/> that is not below <paramref name="count"/>.</summary>
    public static int RoundUp(int count, int multiple) => DivideUp(count, multiple) * multiple;

    /// <summary>Where one of <paramref name="shares"/> even shares of <paramref name="count"/> begins.</summary>
    public static int Start(int count, int share, int shares) => (int)((long)count * share / shares);

    /// <summary>One of <paramref name="shares"/> even shares of <paramref name="count"/>, as a half-open range.</summary>
    public static (int First, int End) Even(int count, int share, int shares) =>
        (Start(count, share, shares), Start(count, share + 1, shares));

    /// <summary>A share of <paramref name="length"/>, the last one of what is left, as a half-open range.</summary>
    public static (int First, int End) OfLength(int count, int share, int length)
    {
        int first = share * length;
        return (first, first + Math.Min(length, count - first));
    }

    /// <summary>Elements of a share: all of them where one thread does the work, else a multiple of sixteen.</summary>
    public static int ShareLength(ThreadTeam team, int count) => IsSerial(team, count) ? Math.Max(count, 1) : ParallelLength;

    /// <summary>Rows of a share where <paramref name="rows"/> rows have <paramref name="count"/> elements in all.</summary>
    public static int ShareRows(ThreadTeam team, int rows, int count) =>
        IsSerial(team, count) ? rows : (int)Math.Clamp((long)rows * ParallelLength / count, 1, rows);

    /// <summary>
    /// Shares of one of <paramref name="rows"/> rows that make <paramref name="perThread"/> shares for each thread in all.
    /// </summary>
    public static int SharesOfRow(ThreadTeam team, int perThread, int rows) =>
        team.Threads == 1 ? 1 : DivideUp(perThread * team.Threads, rows);

    /// <summary>Whether the calling thread does work on <paramref name="count"/> elements alone.</summary>
    public static bool IsSerial(ThreadTeam team, int count) => team.Threads == 1 || count <= SerialLimit;
}
