using System.Diagnostics;
using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Data;

namespace NativeGan.Training.Commands;

/// <summary>What <c>--device auto</c> means: a short trial of the run's own step on every real device.</summary>
internal static class FastestDevice
{
    private const double TrialSeconds = 0.2;
    private const int Side = 28; // of the images of every preset

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
                tried.Add((backend, MillisecondsOfAStep(run, backend)));
            }
            catch (Exception exception) when (exception is InvalidOperationException or OutOfMemoryException or DeviceFailedException)
            {
                told.Add($"{backend.Name} failed its trial: {exception.Message.ReplaceLineEndings(" ")}");
                backend.Dispose();
            }
        }
    }

    /// <summary>The captured step of a run on made-up images, after a warm-up.</summary>
    internal static double MillisecondsOfAStep(TrainingOptions run, IBackend backend)
    {
        using TrainingSession session = new(run, backend, MadeUpImages(run.BatchSize));
        session.Batches.Prepare();
        using ICapturedStep step = backend.Capture(session.Step.Run);
        step.Replay();
        backend.Synchronize();

        int steps = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < TrialSeconds)
        {
            session.Batches.Prepare();
            step.Replay();
            backend.Synchronize();
            steps++;
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    /// <summary>Images and labels of no meaning, for steps whose time alone is of interest.</summary>
    /// <param name="atLeast">A batch.</param>
    internal static ImageDataset MadeUpImages(int atLeast)
    {
        int count = Math.Max(atLeast, 64);
        return new ImageDataset
        {
            Name = "made-up images",
            Count = count,
            Rows = Side,
            Columns = Side,
            Pixels = [.. Enumerable.Range(0, count * Side * Side).Select(static index => (byte)(index * 37 + index / 11))],
            Labels = [.. Enumerable.Range(0, count).Select(static index => (byte)(index % 10))],
            Sha256 = new string('0', 64),
            Source = "made up",
        };
    }
}
