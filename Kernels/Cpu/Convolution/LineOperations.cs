using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Copies, zeros and additions of the few numbers that a convolution's windows take from a line of pixels.</summary>
/// <remarks>Calling memcpy for so few would cost more than the copy: whole vectors, then smaller ones.</remarks>
internal static unsafe class LineOperations
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>target[i] = source[i]; the last vector overlaps the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* target, int count)
    {
        if (count >= Lanes)
        {
            int last = count - Lanes;
            for (int i = 0; i < last; i += Lanes)
            {
                Vector512.Load(source + i).Store(target + i);
            }

            Vector512.Load(source + last).Store(target + last);
        }
        else if (count >= 4)
        {
            for (int i = 0; i < count - 4; i += 4)
            {
                Vector128.Load(source + i).Store(target + i);
            }

            Vector128.Load(source + count - 4).Store(target + count - 4);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                target[i] = source[i];
            }
        }
    }

    /// <summary>target[i] = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float>.Zero.Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = 0f;
        }
    }

    /// <summary>target[i] += source[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector512.Load(target + i) + Vector512.Load(source + i)).Store(target + i);
        }

        for (; i <= count - 4; i += 4)
        {
            (Vector128.Load(target + i) + Vector128.Load(source + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>Puts the addend of each channel, or zeros, into a line of pixels of <paramref name="length"/> numbers.</summary>
    public static void Start(float* pixels, int length, float* addend, int channels)
    {
        if (addend is null)
        {
            new Span<float>(pixels, length).Clear();
            return;
        }

        for (int i = 0; i < length; i += channels)
        {
            Copy(addend, pixels + i, channels);
        }
    }
}
