namespace NativeGan.Kernels.Cpu;

/// <summary>Working memory of the current thread, which grows to what was asked for at most and stays.</summary>
/// <remarks>
/// Matrix products that pack operands need up to 700 KB, a block of a convolution's columns 2 MB: too much for a stack, and too
/// often to allocate. The two have a place each, because the columns are the operand of a product that packs.
/// </remarks>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static CpuMemory? _floats;

    [ThreadStatic]
    private static long _floatsBytes;

    [ThreadStatic]
    private static CpuMemory? _columns;

    [ThreadStatic]
    private static long _columnsBytes;

    /// <summary>Room for <paramref name="count"/> numbers, of undefined contents, until the thread asks again.</summary>
    public static float* Floats(long count) => Room(ref _floats, ref _floatsBytes, count);

    /// <summary>The same elsewhere: for numbers that stay while others are packed.</summary>
    public static float* Columns(long count) => Room(ref _columns, ref _columnsBytes, count);

    private static float* Room(ref CpuMemory? memory, ref long room, long count)
    {
        long bytes = count * sizeof(float);
        if (bytes > room || memory is null)
        {
            memory?.Dispose();
            memory = null;
            memory = new CpuMemory(Math.Max(bytes, 1));
            room = bytes;
        }

        return (float*)memory.Address;
    }
}
