using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Options;

namespace NativeGan.Training.Commands;

/// <summary>What <c>--device auto</c> means: a short trial of the run's own step on every real device.</summary>
internal static class FastestDevice
{
    /// <summary>The backend with the shortest step, and the reason for it in words.</summary>
    /// <param name="run">What is to be trained.</param>
    /// <param name="device">Threads, tuning tables.</param>
    public static (IBackend Backend, string Why) Open(TrainingOptions run, BackendOptions device)
    {
        List<string> told = [];
        List<(IBackend Backend, double Milliseconds)> tried = [];
        IReadOnlyList<GpuDeviceInfo> found = GpuDevices.List();
        foreach (string name in GpuDevices.Names.Where(static name => name != "ilgpu-cpu"))
        {
            if (found.FirstOrDefault(gpu => gpu.Backend == name) is { IsProcessor: true } processor)
            {
                told.Add($"{name} is {processor.Name}, this processor");
            }
            else if (BackendCatalog.TryOpen(name, device, out string? reason) is { } gpu)
            {
                Try(gpu);
            }
            else
            {
                told.Add($"{name}: {reason}");
            }
        }

        IBackend cpu = new Kernels.Cpu.CpuBackend(device.Threads);
        if (tried.Count == 0)
        {
            return (cpu, told.Count == 0 ? "there is no GPU" : $"there is no GPU ({string.Join("; ", told)})");
        }

        Try(cpu);
        (IBackend best, _) = tried.MinBy(static entry => entry.Milliseconds);
        foreach ((IBackend backend, _) in tried.Where(entry => entry.Backend != best))
        {
            backend.Dispose();
        }

        return (best, string.Join(", ", tried.Select(static entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Backend.Name} {entry.Milliseconds:0.###} ms a step"))
            .Concat(told)));

        void Try(IBackend backend)
        {
            try
            {
                tried.Add((backend, 1e3 * StepTrial.Seconds(run, backend)));
            }
            catch (Exception exception) when (exception is InvalidOperationException or OutOfMemoryException or DeviceFailedException)
            {
                told.Add($"{backend.Name} failed its trial: {exception.Message.ReplaceLineEndings(" ")}");
                backend.Dispose();
            }
        }
    }
}
