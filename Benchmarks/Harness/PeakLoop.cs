using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The fastest a core can multiply and add: independent chains that never leave the registers.</summary>
/// <remarks>
/// Twelve chains cover two units of four cycles' latency; more would only use up registers. Written out for each vector width:
/// one body over <c>ITileLanes</c> measured a third of the peak, and an instrument must not depend on what it measures.
/// </remarks>
internal static unsafe class PeakLoop
{
    private const int Chains = 12;
    private const int StepsPerItem = 20_000; // about 50 µs
    private const int ItemsPerThread = 8; // a run of 0.4 ms: short enough that some find all cores free on a busy machine

    private static double OperationsPerItem => 2.0 * StepsPerItem * Chains * Lanes;

    private static int Lanes => Avx512F.IsSupported ? 16 : Fma.IsSupported ? 8 : 4;

    /// <summary>Which instructions the loop uses.</summary>
    public static string Description => Avx512F.IsSupported ? "512-bit fused multiply-add"
        : Fma.IsSupported ? "256-bit fused multiply-add" : "128-bit multiplication and addition";

    /// <summary>Floating-point operations a second in the best of some runs: everything else can only take away from it.</summary>
    public static double Measure(ThreadTeam team, int runs)
    {
        float sink = 0f;
        double best = 0;
        int items = team.Threads * ItemsPerThread;
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(&RunItem, &sink, items);
            best = Math.Max(best, items * OperationsPerItem / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static void RunItem(float* sink, int item)
    {
        float sum = Avx512F.IsSupported ? Run512() : Fma.IsSupported ? Run256() : Run128();
        if (float.IsNaN(sum))
        {
            *sink = sum; // never: the sums stay near 1, but the compiler must not know
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512()
    {
        Vector512<float> x = Vector512.Create(0.5f), y = Vector512.Create(0.5f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < StepsPerItem; step++)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256()
    {
        Vector256<float> x = Vector256.Create(0.5f), y = Vector256.Create(0.5f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < StepsPerItem; step++)
        {
            a = Fma.MultiplyAdd(a, x, y);
            b = Fma.MultiplyAdd(b, x, y);
            c = Fma.MultiplyAdd(c, x, y);
            d = Fma.MultiplyAdd(d, x, y);
            e = Fma.MultiplyAdd(e, x, y);
            f = Fma.MultiplyAdd(f, x, y);
            g = Fma.MultiplyAdd(g, x, y);
            h = Fma.MultiplyAdd(h, x, y);
            i = Fma.MultiplyAdd(i, x, y);
            j = Fma.MultiplyAdd(j, x, y);
            k = Fma.MultiplyAdd(k, x, y);
            l = Fma.MultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128()
    {
        Vector128<float> x = Vector128.Create(0.5f), y = Vector128.Create(0.5f);
        Vector128<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < StepsPerItem; step++)
        {
            a = Vector128.MultiplyAddEstimate(a, x, y);
            b = Vector128.MultiplyAddEstimate(b, x, y);
            c = Vector128.MultiplyAddEstimate(c, x, y);
            d = Vector128.MultiplyAddEstimate(d, x, y);
            e = Vector128.MultiplyAddEstimate(e, x, y);
            f = Vector128.MultiplyAddEstimate(f, x, y);
            g = Vector128.MultiplyAddEstimate(g, x, y);
            h = Vector128.MultiplyAddEstimate(h, x, y);
            i = Vector128.MultiplyAddEstimate(i, x, y);
            j = Vector128.MultiplyAddEstimate(j, x, y);
            k = Vector128.MultiplyAddEstimate(k, x, y);
            l = Vector128.MultiplyAddEstimate(l, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
