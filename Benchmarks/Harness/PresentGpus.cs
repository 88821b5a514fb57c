using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The GPUs of this machine that are worth timing: not ILGPU's simulator.</summary>
internal static class PresentGpus
{
    private static readonly string[] _names = ["cuda", "opencl"];

    /// <summary>Their backends' names.</summary>
    /// <param name="note">Told what each is, or why it is absent.</param>
    public static string[] Find(Action<string> note)
    {
        List<string> present = [];
        foreach (string name in _names)
        {
            using IBackend? backend = GpuDevices.TryOpen(name, out string? reason);
            note($"{name}: {backend?.Description ?? $"absent: {reason}"}");
            if (backend is not null)
            {
                present.Add(name);
            }
        }

        return [.. present];
    }
}
