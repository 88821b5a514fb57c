using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Harness;

/// <summary>What this machine can do at most, measured in the same run as everything it is compared with.</summary>
/// <param name="Threads">Threads that worked.</param>
/// <param name="FloatingPointOperationsPerSecond">Of <see cref="PeakLoop"/>: the best run.</param>
/// <param name="Bandwidths">Of <see cref="TriadLoop"/>, nearest memory first.</param>
internal sealed record Ceilings(int Threads, double FloatingPointOperationsPerSecond, IReadOnlyList<Bandwidth> Bandwidths)
{
    /// <summary>Measures the multiply-add peak, and the bandwidths where they are asked for.</summary>
    public static Ceilings Measure(int threads, bool isQuick, bool withBandwidths)
    {
        using ThreadTeam team = new(threads);
        double peak = PeakLoop.Measure(team, isQuick ? 300 : 1500);
        List<Bandwidth> bandwidths = [];
        if (withBandwidths)
        {
            (long first, long second, long third) = CacheSizes.Read();
            int runs = isQuick ? 40 : 150;
            bandwidths.Add(Triad("L1", team, first / 2, runs));
            bandwidths.Add(Triad("L2", team, second / 2, runs));
            bandwidths.Add(Triad("L3", team, Math.Max(third / 4 / threads, 2 * second), runs));
            bandwidths.Add(Triad("DRAM", team, Math.Clamp(4 * third, 64L << 20, 512L << 20) / threads, isQuick ? 5 : 12));
        }

        return new Ceilings(threads, peak, bandwidths);
    }

    /// <summary>The peak measured again, after the contenders: the better of the two counts.</summary>
    public Ceilings MeasureAgain(bool isQuick) => this with
    {
        FloatingPointOperationsPerSecond = Math.Max(FloatingPointOperationsPerSecond, Measure(Threads, isQuick, false).FloatingPointOperationsPerSecond),
    };

    private static Bandwidth Triad(string level, ThreadTeam team, long bytesPerThread, int runs) =>
        new(level, bytesPerThread, TriadLoop.Measure(team, bytesPerThread, runs));
}

/// <summary>How fast one level of memory is.</summary>
/// <param name="Level">Its name.</param>
/// <param name="BytesPerThread">What the arrays of each thread held.</param>
/// <param name="BytesPerSecond">All threads together.</param>
internal sealed record Bandwidth(string Level, long BytesPerThread, double BytesPerSecond);
