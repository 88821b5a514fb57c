namespace NativeGan.Benchmarks.Gpu;

/// <summary>Step.</summary>
internal static class StepStage
{
    /// <summary>Runs.</summary>
    public static void Run(GpuRun run) => run.Note("Step comes next");
}
