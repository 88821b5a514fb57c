using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Two hundred steps of s4 on <c>cpu</c>, in double precision and on the device, from the same seed.</summary>
internal static class AgreementStage
{
    private const int Steps = 200;

    /// <summary>Trains three times and compares the losses of every step.</summary>
    public static void Run(GpuRun run)
    {
        TrainingOptions options = PresetCatalog.Find("s4").Options;
        int steps = run.Options.Device == "ilgpu-cpu" ? 2 : Steps; // the simulator takes seconds a step
        run.Log($"  {steps} steps of s4 on {run.Images.Name} ({run.Images.Count} images), seed {options.Seed}: cpu, double precision, {run.Options.Device}");
        using CpuBackend cpuBackend = new(0);
        using ExactBackend exactBackend = new();
        using IBackend deviceBackend = run.Share();
        LossTrajectory cpu = LossTrajectory.Record(options, cpuBackend, run.Images, steps, isCaptured: true);
        LossTrajectory exact = LossTrajectory.Record(options, exactBackend, run.Images, steps, isCaptured: false);
        LossTrajectory device = LossTrajectory.Record(options, deviceBackend, run.Images, steps, isCaptured: true);

        double[] tolerances = TrajectoryAgreement.Tolerances(cpu, exact);
        (int worst, bool hasPassed) = TrajectoryAgreement.Judge(device, cpu, tolerances);
        foreach (int step in new[] { 1, 2, 5, 10, 20, 50, 100, 200 }.Where(step => step <= steps))
        {
            run.Note(Figures.Format($"step {step}: D {device.Discriminator[step - 1]:G7} (cpu {cpu.Discriminator[step - 1]:G7}), G {device.Generator[step - 1]:G7} (cpu {cpu.Generator[step - 1]:G7}); {run.Options.Device} from cpu {device.Distance(cpu, step - 1):E1}, cpu from double {cpu.Distance(exact, step - 1):E1}, tolerance {tolerances[step - 1]:E1}"));
        }

        run.Note($"agreement: the tolerance is (1 + {TrajectoryAgreement.DeviceFactor}) times the cpu backend's greatest distance from the same run in double precision so far, and 16 roundings; distances are relative, the larger of both losses'");
        double greatest = Enumerable.Range(0, steps).Max(step => device.Distance(cpu, step));
        run.Check("agreement", Figures.Format($"{steps}-step s4 training on {run.Images.Name}, losses of {run.Options.Device} against cpu"), steps,
            Figures.Format($"greatest relative difference {greatest:E1}; nearest to its tolerance at step {worst + 1}: {device.Distance(cpu, worst):E1}, tolerance {tolerances[worst]:E1}"), hasPassed);
    }
}
