using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Kernels;

/// <summary>The backends by name, and the reason when one is not there.</summary>
public static class BackendCatalog
{
    /// <summary>Every name that <see cref="TryOpen"/> knows; the last three need ILGPU.</summary>
    public static IReadOnlyList<string> Names { get; } = ["reference", "cpu", "cuda", "opencl", "ilgpu-cpu"];

    /// <summary>Opens a backend, or says in words why that is not possible here.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads of the <c>cpu</c> backend; 0 for one a core.</param>
    /// <param name="reason">Why there is no such backend here, and what would help.</param>
    /// <returns>The backend, which the caller disposes, or null.</returns>
    /// <exception cref="ArgumentException">There is no backend of that name.</exception>
    public static IBackend? TryOpen(string name, int threads, out string? reason)
    {
        reason = null;
        return name switch
        {
            "reference" => new ReferenceBackend(),
            "cpu" => new CpuBackend(threads),
            "cuda" or "opencl" or "ilgpu-cpu" => GpuDevices.TryOpen(name, out reason),
            _ => throw new ArgumentException($"There is no backend '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
        };
    }
}
