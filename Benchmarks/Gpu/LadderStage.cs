namespace NativeGan.Benchmarks.Gpu;

/// <summary>Ladder.</summary>
internal static class LadderStage
{
    /// <summary>Runs.</summary>
    public static void Run(GpuRun run) => run.Note("Ladder comes next");
}
