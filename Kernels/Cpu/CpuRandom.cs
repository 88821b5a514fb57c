using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Random numbers as <see cref="RandomDraw"/> defines them, 32 at a time.</summary>
/// <remarks>
/// Eight Philox counters run side by side, each word in the lower half of a 64-bit lane, where the 32 by 32 bit
/// multiplication wants it; the upper halves carry rubbish that the multiplication ignores. Lanes hold the counters in the
/// order 0, 4, 1, 5, 2, 6, 3, 7: interleaving two vectors within their 128-bit quarters then puts the words in order.
/// </remarks>
internal static unsafe class CpuRandom
{
    private const int AtOnce = 32; // numbers that one round of vectors gives

    /// <summary>y[i] = offset + scale·u below the limit, the same bits as the scalar definition.</summary>
    public static void Uniform(RandomDraw draw, ulong drawNumber, float* y, int count)
    {
        Vector512<float> scale = Vector512.Create((float)draw.Scale), offset = Vector512.Create((float)draw.Offset);
        Vector512<float> largest = Vector512.Create(draw.LargestSingle);
        float* last = stackalloc float[AtOnce];
        for (long i = 0; i < count; i += AtOnce)
        {
            float* to = count - i >= AtOnce ? y + i : last;
            Words words = Generate(draw, drawNumber, (uint)i / 4);
            Interleave(Pair(words.W0, words.W1), Pair(words.W2, words.W3), out Vector512<ulong> low, out Vector512<ulong> high);
            Vector512.MinNative(ToUniform(low, 0) * scale + offset, largest).Store(to);
            Vector512.MinNative(ToUniform(high, 0) * scale + offset, largest).Store(to + 16);
        }

        CopyLast(last, y, count);
    }

    /// <summary>y[i] = offset + scale·n with n standard normal.</summary>
    public static void Normal(RandomDraw draw, ulong drawNumber, float* y, int count)
    {
        Vector512<float> scale = Vector512.Create((float)draw.Scale), offset = Vector512.Create((float)draw.Offset);
        float* last = stackalloc float[AtOnce];
        for (long i = 0; i < count; i += AtOnce)
        {
            float* to = count - i >= AtOnce ? y + i : last;
            Words words = Generate(draw, drawNumber, (uint)i / 4);

            // Sixteen pairs: lane 2j holds the first pair of counter j, lane 2j + 1 the second.
            Vector512<float> u = ToUniform(Pair(words.W0, words.W2), 1), v = ToUniform(Pair(words.W1, words.W3), 0);
            Vector512<float> radius = Vector512.Sqrt(VectorMath.Log(u) * -2f);
            Turn(v, out Vector512<float> cosine, out Vector512<float> sine);
            Vector512<float> cosines = radius * cosine * scale + offset;
            Vector512<float> sines = radius * sine * scale + offset;
            Interleave(cosines, sines, out Vector512<float> low, out Vector512<float> high);
            low.Store(to);
            high.Store(to + 16);
        }

        CopyLast(last, y, count);
    }

    // Cosine and sine of 2πv for v in [0, 1). v is a multiple of 2⁻²⁴, so folding it to a quarter turn is exact; rounding
    // 2πv itself would cost 2e-7, times a radius of up to 5.8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(Vector512<float> v, out Vector512<float> cosine, out Vector512<float> sine)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        Vector512<float> signed = v - Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(v, half), Vector512<float>.One, Vector512<float>.Zero);
        Vector512<float> turn = Vector512.Abs(signed);
        Vector512<float> isBehind = Vector512.GreaterThan(turn, Vector512.Create(0.25f));
        Vector512<float> angle = Vector512.ConditionalSelect(isBehind, half - turn, turn) * (2f * MathF.PI);
        cosine = VectorMath.Cos(angle);
        cosine = Vector512.ConditionalSelect(isBehind, -cosine, cosine);
        sine = VectorMath.Sin(angle);
        sine = Vector512.ConditionalSelect(Vector512.LessThan(signed, Vector512<float>.Zero), -sine, sine);
    }

    /// <summary>y[i] uniform on [0, bound).</summary>
    public static void Index(RandomDraw draw, ulong drawNumber, int* y, int count)
    {
        Vector512<ulong> bound = Vector512.Create((ulong)(uint)draw.Bound);
        int* last = stackalloc int[AtOnce];
        for (long i = 0; i < count; i += AtOnce)
        {
            int* to = count - i >= AtOnce ? y + i : last;
            Words words = Generate(draw, drawNumber, (uint)i / 4);
            Vector512<ulong> first = Pair(Multiply(words.W0, bound) >>> 32, Multiply(words.W1, bound) >>> 32);
            Vector512<ulong> second = Pair(Multiply(words.W2, bound) >>> 32, Multiply(words.W3, bound) >>> 32);
            Interleave(first, second, out Vector512<ulong> low, out Vector512<ulong> high);
            low.AsInt32().Store(to);
            high.AsInt32().Store(to + 16);
        }

        CopyLast((float*)last, (float*)y, count);
    }

    // The words of counters first to first + 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words Generate(RandomDraw draw, ulong drawNumber, uint first)
    {
        Vector512<ulong> multiplierA = Vector512.Create(0xD2511F53ul), multiplierB = Vector512.Create(0xCD9E8D57ul);
        Vector512<ulong> w0 = Vector512.Create((ulong)first) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        Vector512<ulong> w1 = Vector512.Create((ulong)(uint)drawNumber), w2 = Vector512.Create(drawNumber >> 32);
        Vector512<ulong> w3 = Vector512.Create((ulong)draw.Stream);
        uint key0 = (uint)draw.Seed, key1 = (uint)(draw.Seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> productA = Multiply(w0, multiplierA), productB = Multiply(w2, multiplierB);
            w0 = (productB >>> 32) ^ w1 ^ Vector512.Create((ulong)key0);
            w2 = (productA >>> 32) ^ w3 ^ Vector512.Create((ulong)key1);
            w1 = productB;
            w3 = productA;
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return new Words { W0 = w0, W1 = w1, W2 = w2, W3 = w3 };
    }

    // The 64-bit products of the lower halves of the lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> a, Vector512<ulong> b)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        }

        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()),
                Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
        }

        return (a & Vector512.Create(0xFFFFFFFFul)) * (b & Vector512.Create(0xFFFFFFFFul));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Pair(Vector512<ulong> even, Vector512<ulong> odd) =>
        (even & Vector512.Create(0xFFFFFFFFul)) | (odd << 32);

    // (word / 256 + above) · 2⁻²⁴
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ToUniform(Vector512<ulong> words, int above) =>
        Vector512.ConvertToSingle((words.AsUInt32() >>> 8).AsInt32() + Vector512.Create(above)) * Philox.UniformUnit;

    // Counter by counter the two 64-bit elements: first, second; lanes in the order described above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector512<ulong> first, Vector512<ulong> second, out Vector512<ulong> low, out Vector512<ulong> high)
    {
        if (Avx512F.IsSupported)
        {
            low = Avx512F.UnpackLow(first, second);
            high = Avx512F.UnpackHigh(first, second);
            return;
        }

        low = Vector512.Create(first[0], second[0], first[2], second[2], first[4], second[4], first[6], second[6]);
        high = Vector512.Create(first[1], second[1], first[3], second[3], first[5], second[5], first[7], second[7]);
    }

    // The same for pairs of floats: cosine, sine, cosine, sine for every counter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector512<float> cosines, Vector512<float> sines, out Vector512<float> low, out Vector512<float> high)
    {
        if (Avx512F.IsSupported)
        {
            low = Avx512F.UnpackLow(cosines, sines);
            high = Avx512F.UnpackHigh(cosines, sines);
            return;
        }

        // First and second pair of each counter, as 64-bit elements.
        Vector512<ulong> c = cosines.AsUInt64(), s = sines.AsUInt64();
        Interleave(Pair(c, s), Pair(c >>> 32, s >>> 32), out Vector512<ulong> lowPairs, out Vector512<ulong> highPairs);
        low = lowPairs.AsSingle();
        high = highPairs.AsSingle();
    }

    private static void CopyLast(float* last, float* y, int count)
    {
        int rest = count % AtOnce;
        Unsafe.CopyBlockUnaligned(y + (count - rest), last, (uint)rest * sizeof(float));
    }

    private struct Words
    {
        public Vector512<ulong> W0;
        public Vector512<ulong> W1;
        public Vector512<ulong> W2;
        public Vector512<ulong> W3;
    }
}
