using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Captured steps against eager ones on the device: every weight, bit for bit.</summary>
internal static class CaptureStage
{
    private const int Steps = 50;

    /// <summary>Trains twice and compares.</summary>
    public static void Run(GpuRun run)
    {
        StepModel model = StepModel.Find("s4");
        int steps = run.Options.Device == "ilgpu-cpu" ? 2 : Steps;
        float[] eager = Train(run, model, training => training.RunEagerly(steps));
        float[] captured = Train(run, model, training => training.RunCaptured(steps));
        int same = eager.AsSpan().CommonPrefixLength(captured);
        bool isFinite = eager.All(float.IsFinite);
        run.Check(
            "captured", Figures.Format($"weights after {steps} captured steps against {steps} eager ones"), 1,
            !isFinite ? "the eager weights are not finite"
                : same == eager.Length ? $"all {eager.Length} are the same bits"
                : Figures.Format($"weight {same} is {captured[same]:R} captured, {eager[same]:R} eager"),
            isFinite && same == eager.Length);
    }

    private static float[] Train(GpuRun run, StepModel model, Action<StepTraining> train)
    {
        using StepTraining training = new(model, run.Share());
        train(training);
        if (training.Mechanism is { } mechanism)
        {
            run.Note($"a captured step is repeated as: {mechanism}");
        }

        return training.Weights();
    }
}
