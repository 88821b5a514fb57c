using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Benchmarks.Reports;
using NativeGan.Benchmarks.Steps;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>A training step of s4, captured and eager, beside the processor's and PyTorch's, in turns.</summary>
internal static class StepStage
{
    /// <summary>Times them and states the ratios.</summary>
    public static void Run(GpuRun run)
    {
        string device = run.Options.Device;
        if (device == "ilgpu-cpu")
        {
            run.Note("step: not timed on the simulator, which takes seconds a step");
            return;
        }

        StepModel model = StepModel.Find("s4");
        string group = Figures.Format($"training step of {model.Name}: {model.Layers}");
        int threads = run.Options.MostThreads;
        List<Contender> contenders =
        [
            new StepContender(model, group, $"NativeGan {device} captured", 0, run.Share(), () => run.Share(), isCaptured: true),
            new StepContender(model, group, $"NativeGan {device} eager", 0, run.Share(), () => run.Share(), isCaptured: false),
            new StepContender(model, group, "NativeGan cpu captured", threads, new CpuBackend(threads), () => new CpuBackend(1), isCaptured: true),
            .. Peers(run, model, group, threads),
        ];
        run.Time(contenders);

        ReportRow[] rows = [.. run.Report.Rows.Where(row => row.Group == group)];
        if (rows.FirstOrDefault(row => row.Contender == $"NativeGan {device} captured") is { } ours)
        {
            foreach (ReportRow row in rows)
            {
                run.Note(Figures.Format($"step, {row.Label}: {row.Seconds * 1e3:F3} ms, {Figures.Significant(row.Seconds / ours.Seconds)} times NativeGan {device} captured"));
            }
        }
    }

    // Two minutes at most, and under a time limit a quarter of what is left: compilers must not take the training's time.
    private static TimeSpan Patience(GpuRun run) => TimeSpan.FromSeconds(Math.Clamp(run.TimeLeft.TotalSeconds / 4, 1, 120));

    private static IEnumerable<Contender> Peers(GpuRun run, StepModel model, string group, int threads)
    {
        if (run.Options.Peer is not { } python)
        {
            run.Note("PyTorch: not asked for (--peer python3)");
            yield break;
        }

        // PyTorch has no OpenCL: beside an OpenCL device it runs on the processor.
        string place = run.Options.Device == "cuda" ? "cuda" : "cpu";
        foreach (string mode in (string[])(place == "cuda" ? ["eager", "compile", "graph"] : ["eager", "compile"]))
        {
            run.Log($"  starting PyTorch, {place}, {mode}");
            PyTorchStep? peer = PyTorchStep.TryStart(python, model, group, threads, out string? reason, device: place, mode: mode, patience: Patience(run));
            run.Note(peer?.Description ?? reason!);
            if (peer is not null)
            {
                yield return peer;
            }
        }
    }
}
