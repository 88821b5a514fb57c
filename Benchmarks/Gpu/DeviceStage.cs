using System.ComponentModel;
using System.Diagnostics;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>What the device is, as far as its driver tells.</summary>
internal static class DeviceStage
{
    private const string Query = "name,driver_version,memory.total,clocks.sm,clocks.max.sm,clocks.mem,temperature.gpu,power.limit,persistence_mode";

    /// <summary>Notes name, memory, multiprocessors, driver and clocks.</summary>
    public static void Run(GpuRun run)
    {
        run.Note($"device: {run.Options.Device}, {run.Backend.Description}");
        foreach (GpuDeviceInfo device in GpuDevices.List().Where(device => device.Backend == run.Options.Device))
        {
            run.Note($"found: {device.Name.Trim()}, {(device.MemoryBytes > 0 ? Figures.Size(device.MemoryBytes) : "memory unknown")}, {device.Multiprocessors} multiprocessors");
        }

        run.Note(run.Options.Device == "cuda" ? Clocks() : "driver and clocks: only asked of CUDA devices");
        run.Note("clocks are as they were found: nothing here sets or locks them, so compare within a run");
    }

    private static string Clocks()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("nvidia-smi", [$"--query-gpu={Query}", "--format=csv,noheader"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> answer = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(20_000) && process.ExitCode == 0)
            {
                return $"nvidia-smi ({Query}): {answer.Result.Trim().ReplaceLineEndings("; ")}";
            }

            process.Kill();
            return "driver and clocks: unknown, nvidia-smi did not answer";
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return "driver and clocks: unknown, there is no nvidia-smi";
        }
    }
}
