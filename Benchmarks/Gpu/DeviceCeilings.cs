using System.Diagnostics;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>What the device can do at most, through the same Map and Zip as every kernel: the multiply-add peak and a triad's bandwidth.</summary>
internal static class DeviceCeilings
{
    private const double Seconds = 0.5; // on each, after the first run

    /// <summary>Measures both, each the best of its runs, and checks what they computed.</summary>
    /// <returns>Threads 0: the device.</returns>
    public static Ceilings Measure(GpuRun run)
    {
        using IBackend backend = run.Share();
        (int elements, int rounds) = run.Options.Device switch
        {
            "cuda" => (1 << 20, 256), // 26 GFLOP: half a millisecond and more, on 132 multiprocessors too
            "opencl" => (1 << 14, 64), // 0.1 GFLOP: a processor may be behind it
            _ => (1 << 8, 2),
        };
        MultiplyAddChains chains = new(rounds);
        KernelCase peak = new(
            "peak", $"{elements}", [KernelBuffer.Numbers(elements, 1, -0.5, 0.5), KernelBuffer.Blank(elements)], [1],
            (device, b) => device.Map(chains, b[0], b[1]), 1e-5, 1e-5, new Work(elements * MultiplyAddChains.OperationsPerElement(rounds), 0));
        double operations = peak.Work.FloatingPointOperations / Best(backend, run, peak, checkedBy: peak with { Buffers = [KernelBuffer.Numbers(256, 1, -0.5, 0.5), KernelBuffer.Blank(256)] });

        int length = run.Options.Device switch { "cuda" => 1 << 26, "opencl" => 1 << 23, _ => 1 << 12 };
        KernelCase triad = Triad(length);
        double bandwidth = triad.Work.Bytes / Best(backend, run, triad, checkedBy: Triad(4097));
        return new Ceilings(0, operations, [new Bandwidth("device memory", 3L * sizeof(float) * length, bandwidth)]);
    }

    private static KernelCase Triad(int length) => new(
        "triad", $"{length}", [KernelBuffer.Numbers(length, 1), KernelBuffer.Numbers(length, 2), KernelBuffer.Blank(length)], [2],
        (device, b) => device.Zip(default(TriadFormula), b[0], b[1], b[2]), 1e-6, 1e-6, new Work(2.0 * length, 3.0 * sizeof(float) * length));

    private static double Best(IBackend backend, GpuRun run, KernelCase one, KernelCase checkedBy)
    {
        Deviation deviation = checkedBy.CheckOn(backend);
        if (!deviation.IsClose)
        {
            throw new InvalidOperationException($"the {one.Kernel} loop computes something wrong: {deviation}");
        }

        DeviceBuffer[] buffers = [.. one.Buffers.Select(buffer => buffer.On(backend))];
        double best = double.PositiveInfinity;
        Stopwatch all = new();
        for (int attempt = 0; attempt == 0 || all.Elapsed.TotalSeconds < (run.Options.IsQuick ? Seconds / 5 : Seconds); attempt++)
        {
            best = Math.Min(best, BackendTimer.Seconds(backend, () => one.Call(backend, buffers)));
            all.Start(); // not the first, which may compile
        }

        Array.ForEach(buffers, buffer => buffer.Release());
        return best;
    }
}
