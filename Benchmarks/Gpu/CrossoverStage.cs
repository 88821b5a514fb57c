namespace NativeGan.Benchmarks.Gpu;

/// <summary>Crossover.</summary>
internal static class CrossoverStage
{
    /// <summary>Runs.</summary>
    public static void Run(GpuRun run) => run.Note("Crossover comes next");
}
