using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Kernels.Cpu;

/// <summary>Loads and stores of fewer than sixteen floats, for the ends of buffers.</summary>
internal static unsafe class PaddedVector
{
    /// <summary>Numbers in a vector.</summary>
    public const int Lanes = 16;

    /// <summary>
    /// The first <paramref name="count"/> floats at <paramref name="source"/>, and <paramref name="padding"/> in the lanes after
    /// them.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<float> Load(float* source, int count, float padding)
    {
        Vector512<float> result = Vector512.Create(padding);
        Unsafe.CopyBlockUnaligned(&result, source, (uint)count * sizeof(float));
        return result;
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store(Vector512<float> value, float* target, int count) =>
        Unsafe.CopyBlockUnaligned(target, &value, (uint)count * sizeof(float));
}
