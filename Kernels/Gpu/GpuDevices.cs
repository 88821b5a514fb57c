using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Finds and opens GPU backends; present in builds with and without ILGPU.</summary>
public static class GpuDevices
{
    /// <summary>The names that <see cref="TryOpen"/> knows, fastest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cuda", "opencl", "ilgpu-cpu"];

    /// <summary>What to do in a build that has no ILGPU.</summary>
    internal const string NoIlgpu = "this build has no ILGPU: add a NuGet source that has ILGPU 1.5.3 and build again";

    /// <summary>True when this build contains ILGPU, and so the GPU kernels.</summary>
    public static bool IsSupported =>
#if HAS_ILGPU
        true;
#else
        false;
#endif

    /// <summary>Opens the first device of a kind.</summary>
    /// <param name="name"><c>cuda</c>, <c>opencl</c> or <c>ilgpu-cpu</c>.</param>
    /// <param name="reason">Null on success; otherwise why not, as the end of a sentence and with what to do about it.</param>
    /// <returns>The backend, which the caller disposes, or null.</returns>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static IBackend? TryOpen(string name, out string? reason)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"GpuDevices: found backend name '{name}', expected one of {string.Join(", ", Names)}.", nameof(name));
        }

#if HAS_ILGPU
        return GpuBackend.TryOpen(name, out reason);
#else
        reason = NoIlgpu;
        return null;
#endif
    }

    /// <summary>The versions of the matrix product on a GPU, slowest idea first; empty in a build without ILGPU.</summary>
    public static IReadOnlyList<string> MatMulVersions { get; } =
#if HAS_ILGPU
        Enum.GetNames<GpuMatMulVersion>();
#else
        [];
#endif

    /// <summary>Opens the first device of a kind and makes it use one version of the matrix product for all shapes.</summary>
    /// <inheritdoc cref="TryOpen"/>
    internal static IBackend? TryOpenWithMatMul(string name, string version, out string? reason)
    {
        IBackend? backend = TryOpen(name, out reason);
#if HAS_ILGPU
        if (backend is GpuBackend gpu)
        {
            gpu.MatMulVersion = Enum.Parse<GpuMatMulVersion>(version);
        }
#endif
        return backend;
    }

    /// <summary>Every device that <see cref="TryOpen"/> could use here; empty in a build without ILGPU.</summary>
    public static IReadOnlyList<GpuDeviceInfo> List()
    {
#if HAS_ILGPU
        return GpuContext.ListDevices();
#else
        return [];
#endif
    }

    /// <summary>Makes an open GPU backend use one version of the matrix product for all shapes from here on.</summary>
    /// <param name="backend">A backend of <see cref="TryOpen"/>.</param>
    /// <param name="version">One of <see cref="MatMulVersions"/>; null leaves the choice to the shape again.</param>
    internal static void UseMatMul(IBackend backend, string? version)
    {
#if HAS_ILGPU
        ((GpuBackend)backend).MatMulVersion = version is null ? null : Enum.Parse<GpuMatMulVersion>(version);
#else
        throw new NotSupportedException($"Matrix product '{version}' on '{backend.Name}': {NoIlgpu}.");
#endif
    }
}
