using System.Diagnostics;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
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
        double operations = elements * MultiplyAddChains.OperationsPerElement(rounds) / Best(backend, run, Peak(chains, elements), checkedBy: Peak(chains, 256));

        int length = run.Options.Device switch { "cuda" => 1 << 26, "opencl" => 1 << 23, _ => 1 << 12 };
        double bandwidth = 3.0 * sizeof(float) * length / Best(backend, run, Triad(length), checkedBy: Triad(4097));
        return new Ceilings(0, operations, [new Bandwidth("device memory", 3L * sizeof(float) * length, bandwidth)]);
    }

    private static PrimitiveCase Peak(MultiplyAddChains chains, int length) => new(
        "Map peak", $"{length}", [Operand.Numbers(length, 1, -0.5, 0.5), Operand.Blank(length)], [1],
        (device, b) => device.Map(chains, b[0], b[1]), new Tolerance(1e-5, 1e-5, "thousands of multiply-adds that forget their beginnings"));

    private static PrimitiveCase Triad(int length) => new(
        "Zip triad", $"{length}", [Operand.Numbers(length, 1), Operand.Numbers(length, 2), Operand.Blank(length)], [2],
        (device, b) => device.Zip(default(TriadFormula), b[0], b[1], b[2]), Tolerance.Formula);

    private static double Best(IBackend backend, GpuRun run, PrimitiveCase one, PrimitiveCase checkedBy)
    {
        using ExactBackend reference = new();
        Deviation deviation = checkedBy.Check(backend, reference);
        if (!deviation.IsClose)
        {
            throw new InvalidOperationException($"the {one.Name} loop computes something wrong: {deviation}");
        }

        DeviceBuffer[] buffers = [.. one.Operands.Select(operand => operand.On(backend))];
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
