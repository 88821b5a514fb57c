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
        List<string> failed = [];
        List<(IBackend Backend, double Milliseconds)> tried = [];
        IReadOnlyList<GpuDeviceInfo> found = GpuDevices.List();
        foreach (string name in GpuDevices.Names.Where(static name => name != "ilgpu-cpu"))
        {
            // An OpenCL of this processor is no device of its own.
            if (found.FirstOrDefault(gpu => gpu.Backend == name) is not { IsProcessor: true } && BackendCatalog.TryOpen(name, device, out _) is { } gpu)
            {
                Try(gpu);
            }
        }

        IBackend cpu = new Kernels.Cpu.CpuBackend(device.Threads);
        if (tried.Count == 0)
        {
            return (cpu, failed.Count == 0 ? "no GPU was found; 'nativegan devices' says why" : string.Join(", ", failed));
        }

        Try(cpu);
        (IBackend best, _) = tried.MinBy(static entry => entry.Milliseconds);
        foreach ((IBackend backend, _) in tried.Where(entry => entry.Backend != best))
        {
            backend.Dispose();
        }

        return (best, string.Join(", ", tried.Select(static entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Backend.Name} {entry.Milliseconds:0.###} ms a step"))
            .Concat(failed)));

        void Try(IBackend backend)
        {
            try
            {
                tried.Add((backend, 1e3 * StepTrial.Seconds(run, backend)));
            }
            catch (Exception exception) when (exception is InvalidOperationException or OutOfMemoryException or DeviceFailedException)
            {
                failed.Add($"{backend.Name} failed its trial: {exception.Message.ReplaceLineEndings(" ")}");
                backend.Dispose();
            }
        }
    }
}
