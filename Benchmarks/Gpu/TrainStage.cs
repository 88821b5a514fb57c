using System.Diagnostics;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Samples;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>s4, trained on the device by the training program's own loop, with a picture at the end.</summary>
internal static class TrainStage
{
    /// <summary>Trains, and writes 36 samples beside the report.</summary>
    public static void Run(GpuRun run)
    {
        long steps = run.Options.Steps;
        TrainingOptions options = PresetCatalog.Find("s4").Options with
        {
            Steps = steps,
            LogEvery = Math.Max(1, steps / 10),
            SampleEvery = 0,
            CheckpointEvery = 0,
        };
        run.Log($"  training s4 on {run.Images.Name}, {steps} steps");
        using IBackend backend = run.Share();
        using TrainingSession session = new(options, backend, run.Images);
        Observer observer = new(run);
        TimeSpan? limit = run.TimeLeft == TimeSpan.MaxValue ? null : TimeSpan.FromSeconds(Math.Max(run.TimeLeft.TotalSeconds - 5, 1));
        long start = Stopwatch.GetTimestamp();
        long done = new GanTrainer(session, [observer]).Run(null, limit, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        MetricsRow last = observer.Last;
        run.Report.Rows.Add(new ReportRow(
            "s4 trained", $"NativeGan {backend.Name}, a step of {done}", 0, seconds / done, seconds / done, seconds / done, 1, (int)done, -1,
            Steps.StepModel.Find("s4").FloatingPointOperations, 0, 0, false));
        run.Note(Figures.Format($"s4 on {run.Images.Name}: {done} of {steps} steps in {seconds:F1} s, first step and compilation included; last losses D {last.DiscriminatorLoss:F4}, G {last.GeneratorLoss:F4}, D(x) {last.RealScore:F2}, D(G(z)) {last.FakeScore:F2}"));
        if (done < steps)
        {
            run.Note($"**the training stopped after {done} of {steps} steps: time was up (--minutes)**");
        }

        if (run.Options.Out is { } folder)
        {
            string name = Figures.Format($"{run.Report.Command}-s4-step-{done}.png");
            observer.Samples!.View.Save(Path.Combine(folder, Path.GetFileNameWithoutExtension(name)), done, observer.Samples.Values);
            run.Note($"samples: ![36 samples]({name})");
        }
    }

    private sealed class Observer(GpuRun run) : ITrainingObserver
    {
        public MetricsRow Last { get; private set; }

        public SampleReport? Samples { get; private set; }

        public void OnMetrics(in MetricsRow metrics)
        {
            Last = metrics;
            run.Log(Figures.Format($"  step {metrics.Step,6}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  D(x) {metrics.RealScore:F2}  D(G(z)) {metrics.FakeScore:F2}  {metrics.StepsPerSecond:F0} steps/s"));
        }

        public void OnSamples(SampleReport samples) => Samples = samples;
    }
}
