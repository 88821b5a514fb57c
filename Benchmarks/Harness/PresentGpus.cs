using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The GPUs of this machine that are worth timing: not ILGPU's simulator.</summary>
internal static class PresentGpus
{
    private static readonly string[] _names = ["cuda", "opencl"];

    /// <summary>Their backends' names; a report is told what each is, or why it is absent.</summary>
    public static string[] Find(Report report)
    {
        List<string> present = [];
        foreach (string name in _names)
        {
            using IBackend? backend = GpuDevices.TryOpen(name, out string? reason);
            report.Notes.Add($"{name}: {backend?.Description ?? $"absent: {reason}"}");
            if (backend is not null)
            {
                present.Add(name);
            }
        }

        return [.. present];
    }
}
