using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Kernels;

/// <summary>The backends by name, and the reason when one is not there.</summary>
public static class BackendCatalog
{
    /// <summary>Every name that <see cref="TryOpen(string, BackendOptions, out string?)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["reference", "cpu", "cuda", "opencl", "ilgpu-cpu"];

    /// <summary>Opens a backend, or says in words why that is not possible here.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Threads, precision, tuning tables.</param>
    /// <param name="reason">Why there is no such backend here, and what would help.</param>
    /// <returns>The backend, which the caller disposes, or null.</returns>
    /// <exception cref="ArgumentException">There is no backend of that name.</exception>
    /// <exception cref="InvalidDataException">There is a tuning table for the device, but it cannot be read.</exception>
    public static IBackend? TryOpen(string name, BackendOptions options, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isGpu = GpuDevices.Names.Contains(name);
        reason = !isGpu && options.Precision != MatMulPrecision.Float32
            ? $"{options.Precision} products need tensor cores, which only cuda has: leave the precision at Float32"
            : null;
        return name switch
        {
            _ when reason is not null => null,
            "reference" => new ReferenceBackend(),
            "cpu" => new CpuBackend(options.Threads),
            _ when isGpu => GpuDevices.TryOpen(name, options, out reason),
            _ => throw new ArgumentException($"There is no backend '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    /// <summary>Opens a backend with the usual options but for the threads of the <c>cpu</c> backend (0 for one a core).</summary>
    /// <inheritdoc cref="TryOpen(string, BackendOptions, out string?)" path="/exception|/returns"/>
    public static IBackend? TryOpen(string name, int threads, out string? reason) =>
        TryOpen(name, new BackendOptions { Threads = threads }, out reason);
}
