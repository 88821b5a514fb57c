using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The fastest that numbers come and go: a[i] = b[i] + s·c[i] over arrays of one cache level's size.</summary>
/// <remarks>
/// Twelve bytes an element, as McCalpin's STREAM counts them: the line of a that is fetched before it is overwritten is not
/// counted. Every thread passes over arrays of its own.
/// </remarks>
internal static unsafe class TriadLoop
{
    private const int Lanes = 16;
    private const int BytesPerElement = 3 * sizeof(float);

    /// <summary>Bytes a second in the best of some runs.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="bytesPerThread">What a thread's three arrays hold together.</param>
    /// <param name="runs">Runs; each lasts about a millisecond, or one pass.</param>
    public static double Measure(ThreadTeam team, long bytesPerThread, int runs)
    {
        int length = (int)(bytesPerThread / BytesPerElement) / Lanes * Lanes;
        int passes = (int)Math.Max(1, 10_000_000 / ((long)length * BytesPerElement)); // 10 MB a run at least
        using NativeFloats memory = new(length * 3 * team.Threads);
        memory.Values.Fill(1f);
        Job job = new() { First = memory.Address, Length = length, Passes = passes };
        double best = 0;
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(&RunItem, &job, team.Threads);
            best = Math.Max(best, (double)team.Threads * passes * length * BytesPerElement / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunItem(Job* job, int item)
    {
        nint length = job->Length;
        float* a = job->First + item * 3 * length, b = a + length, c = b + length;
        Vector512<float> factor = Vector512.Create(0.5f);
        for (int pass = 0; pass < job->Passes; pass++)
        {
            for (nint i = 0; i < length; i += Lanes)
            {
                Vector512.MultiplyAddEstimate(factor, Vector512.Load(c + i), Vector512.Load(b + i)).Store(a + i);
            }
        }
    }

    private struct Job
    {
        public float* First;
        public nint Length;
        public int Passes;
    }
}
