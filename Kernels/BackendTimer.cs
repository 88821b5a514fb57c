using System.Diagnostics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels;

/// <summary>How long work on a backend takes. The clock starts when the device is idle, and stops when it has finished the work.</summary>
public static class BackendTimer
{
    private const int MostCalls = 1 << 20;

    /// <summary>Seconds of a number of calls, one after the other, with one wait at the end.</summary>
    /// <param name="backend">Where the calls compute.</param>
    /// <param name="call">The work.</param>
    /// <param name="calls">How many calls, at least 1.</param>
    public static double Seconds(IBackend backend, Action call, int calls = 1)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(call);
        backend.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        backend.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Seconds of one call, the median of some runs after a warm-up.</summary>
    /// <param name="backend">Where the calls compute.</param>
    /// <param name="call">The work.</param>
    /// <param name="runs">How many runs, at least 1.</param>
    /// <param name="secondsOfARun">How long a run takes about, above 0; a run is as many calls.</param>
    public static double MedianSeconds(IBackend backend, Action call, int runs, double secondsOfARun)
    {
        // The first call compiles. Doubling the number of calls finds out how many make a run long enough to time.
        Seconds(backend, call);
        int calls = 1;
        while (Seconds(backend, call, calls) < secondsOfARun && calls < MostCalls)
        {
            calls *= 2;
        }

        double[] seconds = [.. Enumerable.Range(0, runs).Select(_ => Seconds(backend, call, calls) / calls).Order()];
        return seconds[runs / 2];
    }

    /// <summary>Seconds of one call that is waited for, the mean of as many calls as take some time together.</summary>
    /// <param name="backend">Where the calls compute.</param>
    /// <param name="call">The work.</param>
    /// <param name="seconds">How long all calls together take at least, above 0.</param>
    public static double MeanSeconds(IBackend backend, Action call, double seconds)
    {
        double spent = 0;
        int calls = 0;
        while (spent < seconds)
        {
            spent += Seconds(backend, call);
            calls++;
        }

        return spent / calls;
    }
}
