namespace NativeGan.Kernels.Cpu;

/// <summary>Working memory of the current thread, which grows to what was asked for at most and stays.</summary>
/// <remarks>Kernels that pack operands need up to 700 KB: too much for a stack, and too often to allocate.</remarks>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static CpuMemory? _memory;

    [ThreadStatic]
    private static long _bytes;

    /// <summary>Room for <paramref name="count"/> numbers, of undefined contents, until the thread asks again.</summary>
    public static float* Floats(int count)
    {
        long bytes = (long)count * sizeof(float);
        if (bytes > _bytes || _memory is null)
        {
            _memory?.Dispose();
            _memory = null;
            _memory = new CpuMemory(Math.Max(bytes, 1));
            _bytes = bytes;
        }

        return (float*)_memory.Address;
    }
}
