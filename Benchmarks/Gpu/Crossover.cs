using NativeGan.Benchmarks.Reports;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Where one way of computing overtakes another as the size grows.</summary>
internal static class Crossover
{
    /// <summary>"Below n = X stay on the CPU", from medians at the same sizes, and where the fitted costs meet.</summary>
    /// <param name="cpu">The processor's rows, in ascending order of size.</param>
    /// <param name="device">The device's rows.</param>
    public static string Sentence(ReportRow[] cpu, ReportRow[] device)
    {
        (ReportRow Cpu, ReportRow Device)[] pairs = [.. cpu.Join(device, row => row.Position, row => row.Position, (mine, theirs) => (mine, theirs))];
        if (pairs.Length == 0)
        {
            return "nothing was measured on both";
        }

        // The last size at which the processor is faster decides: above it the device always was.
        int last = Array.FindLastIndex(pairs, pair => pair.Cpu.Seconds <= pair.Device.Seconds);
        string fitted = Meeting(cpu, device) is { } n ? Format($"; the fitted costs meet at n = {n:F0}") : "; the fitted costs do not meet";
        return last < 0 ? Format($"faster on the device at every size measured, from n = {pairs[0].Device.Position} on{fitted}")
            : last == pairs.Length - 1 ? Format($"stay on the CPU: it is faster up to n = {pairs[last].Cpu.Position}, the largest size measured{fitted}")
            : Format($"below n = {pairs[last + 1].Cpu.Position} stay on the CPU{fitted}");
    }

    /// <summary>The n at which both fitted costs of 2n³ operations are equal; null where the device's overhead is never made good.</summary>
    public static double? Meeting(ReportRow[] cpu, ReportRow[] device)
    {
        if (cpu.Length < 3 || device.Length < 3 || CostModel.Fit(cpu) is not { } mine || CostModel.Fit(device) is not { } theirs)
        {
            return null;
        }

        double secondsSaved = 1 / mine.OperationsPerSecond - 1 / theirs.OperationsPerSecond, overhead = theirs.OverheadSeconds - mine.OverheadSeconds;
        return secondsSaved > 0 && overhead > 0 ? Math.Cbrt(overhead / secondsSaved / 2) : null;
    }
}
