using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Finds the fastest plan for each product of a step of s4, as <c>nativegan tune s4</c> does; the later stages use what it found.</summary>
internal static class TuneStage
{
    /// <summary>Tunes, and notes each shape.</summary>
    public static void Run(GpuRun run)
    {
        if (run.Options.Device == "ilgpu-cpu")
        {
            run.Note("tune: not done on the simulator, whose time says nothing");
            return;
        }

        MatMulTuner.Tune(run.Backend, SizesOfAStep(run), tuned =>
        {
            run.Note(Figures.Format(
                $"tune: {tuned.Size.Rows}x{tuned.Size.Inner}x{tuned.Size.Columns}{(tuned.Size.TransposeA ? "-ta" : "")}{(tuned.Size.TransposeB ? "-tb" : "")}: {tuned.Plan} {tuned.Microseconds:F1} µs, by rule {tuned.UntunedPlan} {tuned.UntunedMicroseconds:F1} µs"));
            foreach (string rejected in tuned.Rejected)
            {
                run.Note($"tune: left out {rejected}");
            }
        });
    }

    // On a backend of its own: the other has multiplied many shapes by now.
    private static IReadOnlyList<MatMulSize> SizesOfAStep(GpuRun run)
    {
        IBackend backend = run.Open();
        using StepTraining training = new(StepModel.Find("s4"), backend);
        training.RunEagerly(1);
        return MatMulTuner.SizesMultiplied(backend);
    }
}
