using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Random numbers from <see cref="Philox"/>: thread i makes elements 4i to 4i + 3 from one counter.</summary>
/// <remarks>
/// The draw number is read from the counter's buffer, so a replayed step draws new numbers; <see cref="AdvanceCounter"/>
/// moves it on in a launch of its own, after all threads have read it. Written 4 bytes per element, read next to nothing.
/// </remarks>
internal static class RandomKernels
{
    /// <summary>y[i] = offset + scale · u, below the interval's end.</summary>
    /// <remarks>
    /// The device may fuse the multiplication with the addition. Where scale · u is exact (scale a power of two, as for
    /// [0, 1) and [−1, 1)) that changes nothing and every backend gets the same bits; for other scales the last bit may differ.
    /// </remarks>
    public static void Uniform(RandomKey key, RandomRange range, ArrayView<int> counter, ArrayView<float> y)
    {
        int thread = Grid.GlobalIndex.X;
        int first = thread << 2;
        if (first >= y.IntLength)
        {
            return;
        }

        PhiloxWords words = Draw(key, thread, counter);
        Put(y, first, range.Uniform(words.W0));
        Put(y, first + 1, range.Uniform(words.W1));
        Put(y, first + 2, range.Uniform(words.W2));
        Put(y, first + 3, range.Uniform(words.W3));
    }

    /// <summary>y[i] = offset + scale · n, n standard normal by the Box-Muller method.</summary>
    public static void Normal(RandomKey key, RandomRange range, ArrayView<int> counter, ArrayView<float> y)
    {
        int thread = Grid.GlobalIndex.X;
        int first = thread << 2;
        if (first >= y.IntLength)
        {
            return;
        }

        PhiloxWords words = Draw(key, thread, counter);
        PutPair(y, first, words.W0, words.W1, range);
        PutPair(y, first + 2, words.W2, words.W3, range);
    }

    /// <summary>y[i] = an integer in [0, bound).</summary>
    public static void Index(RandomKey key, int bound, ArrayView<int> counter, ArrayView<int> y)
    {
        int thread = Grid.GlobalIndex.X;
        int first = thread << 2;
        if (first >= y.IntLength)
        {
            return;
        }

        PhiloxWords words = Draw(key, thread, counter);
        Put(y, first, Philox.Index(words.W0, bound));
        Put(y, first + 1, Philox.Index(words.W1, bound));
        Put(y, first + 2, Philox.Index(words.W2, bound));
        Put(y, first + 3, Philox.Index(words.W3, bound));
    }

    /// <summary>Adds 1 to the 64-bit number of draws, kept as low and high half, by one thread.</summary>
    public static void AdvanceCounter(ArrayView<int> counter)
    {
        int low = counter[0] + 1;
        counter[0] = low;
        if (low == 0)
        {
            counter[1] = counter[1] + 1;
        }
    }

    private static PhiloxWords Draw(RandomKey key, int thread, ArrayView<int> counter) =>
        Philox.Generate((uint)thread, (uint)counter[0], (uint)counter[1], key.Stream, key.Seed);

    private static void Put<T>(ArrayView<T> y, int i, T value)
        where T : unmanaged
    {
        if (i < y.IntLength)
        {
            y[i] = value;
        }
    }

    private static void PutPair(ArrayView<float> y, int first, uint radiusWord, uint angleWord, RandomRange range)
    {
        float radius = MathF.Sqrt(-2f * LogOfUniform((radiusWord >> 8) + 1));

        // An angle of v turns: q quarters, rounded to the nearest, and a rest of at most an eighth, both exact.
        float v = Philox.Uniform(angleWord);
        int quarters = (int)((v * 4f) + 0.5f);
        float angle = (v - (quarters * 0.25f)) * 6.2831853f;
        float square = angle * angle;

        // Taylor series on [−π/4, π/4], relative error below 4e-8. The devices' own sine and cosine are good to 5e-7 only,
        // and each in its own way.
        float sine = angle * (1f - (square * ((1f / 6f) - (square * ((1f / 120f) - (square * ((1f / 5040f) - (square * (1f / 362880f)))))))));
        float cosine = 1f - (square * (0.5f - (square * ((1f / 24f) - (square * ((1f / 720f) - (square * (1f / 40320f))))))));

        // cos(q·90° + a) and sin(q·90° + a) for q = 0 … 4.
        bool odd = (quarters & 1) != 0;
        float x = odd ? sine : cosine;
        float z = odd ? cosine : sine;
        x = ((quarters + 1) & 2) != 0 ? -x : x;
        z = (quarters & 2) != 0 ? -z : z;
        Put(y, first, range.Offset + (range.Scale * (radius * x)));
        Put(y, first + 1, range.Offset + (range.Scale * (radius * z)));
    }

    // ln(n · 2⁻²⁴) for n in [1, 2²⁴]. The devices' logarithm has an absolute error of 2⁻²² near 1, where the radius √(−2 ln u)
    // is small. Here n = m · 2^e with m in [0.7, 1.42], and ln m is its series in s = (m − 1) / (m + 1): relative error 1e-7.
    private static float LogOfUniform(uint n)
    {
        int bits = BitConverter.SingleToInt32Bits((float)n);
        int exponent = (bits >> 23) - 127 - 24;
        float m = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) | 0x3F800000);

        // Selections: ILGPU 1.5.3 takes a branch here for uniform in the second of two calls and emits bra.uni, although the
        // lanes of a warp disagree.
        bool isUpper = m > 1.4142135f;
        m = isUpper ? m * 0.5f : m;
        exponent = isUpper ? exponent + 1 : exponent;

        float s = (m - 1f) / (m + 1f), square = s * s;
        float series = 1f + (square * ((1f / 3f) + (square * ((1f / 5f) + (square * ((1f / 7f) + (square * (1f / 9f))))))));
        return (exponent * 0.69314718f) + (2f * s * series);
    }
}
