using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Finds and opens GPU backends; present in builds with and without ILGPU.</summary>
public static class GpuDevices
{
    /// <summary>The names that <see cref="TryOpen(string, BackendOptions, out string?)"/> knows, fastest first.</summary>
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
    /// <param name="options">Precision and tuning tables.</param>
    /// <param name="reason">Null on success; otherwise why not, as the end of a sentence and with what to do about it.</param>
    /// <returns>The backend, which the caller disposes, or null.</returns>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    /// <exception cref="InvalidDataException">There is a tuning table for the device, but it cannot be read.</exception>
    public static IBackend? TryOpen(string name, BackendOptions options, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"GpuDevices: found backend name '{name}', expected one of {string.Join(", ", Names)}.", nameof(name));
        }

#if HAS_ILGPU
        return GpuBackend.TryOpen(name, options, out reason);
#else
        reason = NoIlgpu;
        return null;
#endif
    }

    /// <inheritdoc cref="TryOpen(string, BackendOptions, out string?)"/>
    public static IBackend? TryOpen(string name, out string? reason) => TryOpen(name, new BackendOptions(), out reason);

    /// <summary>The rounding of the factors of a backend's matrix products.</summary>
    public static MatMulPrecision PrecisionOf(IBackend backend) =>
#if HAS_ILGPU
        backend is GpuBackend gpu ? gpu.Precision : MatMulPrecision.Float32;
#else
        MatMulPrecision.Float32;
#endif

    /// <summary>
    /// The versions of the matrix product that a kind of device can run, slowest idea first, with slices of the sum as one
    /// more idea; empty in a build without ILGPU.
    /// </summary>
    public static IReadOnlyList<string> MatMulVersions(string name) =>
#if HAS_ILGPU
        [.. Enum.GetValues<GpuMatMulVersion>().Where(version => GpuBackend.CanRun(version, name)).SelectMany(static version =>
            version == GpuMatMulVersion.VectorTiled ? [version.ToString(), new GpuMatMulPlan(version, Edge: 8, Slices: 4).ToString()] : new[] { version.ToString() })];
#else
        [];
#endif

    /// <summary>Opens the first device of a kind and makes it compute all matrix products by one plan.</summary>
    /// <param name="name">The kind of device.</param>
    /// <param name="plan">One of <see cref="MatMulVersions"/>, or a version with edge and slices, such as <c>VectorTiled/8x4</c>.</param>
    /// <param name="reason">As for <see cref="TryOpen(string, BackendOptions, out string?)"/>.</param>
    internal static IBackend? TryOpenWithMatMul(string name, string plan, out string? reason)
    {
        IBackend? backend = TryOpen(name, out reason);
        if (backend is not null)
        {
            UseMatMul(backend, plan);
        }

        return backend;
    }

    /// <summary>Makes an open GPU backend compute all matrix products by one plan from here on.</summary>
    /// <param name="backend">A GPU backend.</param>
    /// <param name="plan">As for <see cref="TryOpenWithMatMul"/>; null leaves the choice to the table and the shape again.</param>
    internal static void UseMatMul(IBackend backend, string? plan)
    {
#if HAS_ILGPU
        var gpu = (GpuBackend)backend;
        gpu.MatMulPlan = plan is null ? null
            : plan.Contains('/', StringComparison.Ordinal) ? GpuMatMulPlan.Parse(plan)
            : new GpuMatMulPlan(Enum.Parse<GpuMatMulVersion>(plan), gpu.Launches.TileEdge);
#else
        throw new NotSupportedException($"Matrix product '{plan}' on '{backend.Name}': {NoIlgpu}.");
#endif
    }

    /// <summary>Every device that <see cref="TryOpen(string, BackendOptions, out string?)"/> could use here; empty in a build without ILGPU.</summary>
    public static IReadOnlyList<GpuDeviceInfo> List()
    {
#if HAS_ILGPU
        return GpuContext.ListDevices();
#else
        return [];
#endif
    }
}
