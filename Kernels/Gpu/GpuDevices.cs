using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Kernels.Gpu;

/// <summary>Finds and opens GPU backends.</summary>
public static class GpuDevices
{
    /// <summary>The names that <see cref="TryOpen(string, BackendOptions, out string?)"/> knows, fastest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cuda", "opencl", "ilgpu-cpu"];

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

        return GpuBackend.TryOpen(name, options, out reason);
    }

    /// <inheritdoc cref="TryOpen(string, BackendOptions, out string?)"/>
    public static IBackend? TryOpen(string name, out string? reason) => TryOpen(name, new BackendOptions(), out reason);

    /// <summary>The rounding of the factors of a backend's matrix products.</summary>
    public static MatMulPrecision PrecisionOf(IBackend backend) => backend is GpuBackend gpu ? gpu.Precision : MatMulPrecision.Float32;

    /// <summary>
    /// The versions of the matrix product that a kind of device can run, slowest idea first, with groups of the device's own size;
    /// slices of the sum are one more idea.
    /// </summary>
    public static IReadOnlyList<GpuMatMulPlan> MatMulPlans(string name) =>
    [
        .. from version in Enum.GetValues<GpuMatMulVersion>()
           where GpuBackend.CanRun(version, name)
           from plan in version == GpuMatMulVersion.VectorTiled ? [OfAnyEdge(version), new(version, Edge: 8, Slices: 4)] : new[] { OfAnyEdge(version) }
           select plan,
    ];

    /// <summary>Opens the first device of a kind and makes it compute all matrix products by one plan.</summary>
    /// <param name="name">The kind of device.</param>
    /// <param name="plan">The plan; a device's own edge is filled in.</param>
    /// <param name="reason">As for <see cref="TryOpen(string, BackendOptions, out string?)"/>.</param>
    internal static IBackend? TryOpenWithMatMul(string name, GpuMatMulPlan plan, out string? reason)
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
    internal static void UseMatMul(IBackend backend, GpuMatMulPlan? plan)
    {
        var gpu = (GpuBackend)backend;
        gpu.MatMulPlan = plan is { Edge: GpuMatMulPlan.DeviceEdge } some ? some with { Edge = gpu.Launches.TileEdge } : plan;
    }

    /// <summary>Every device that <see cref="TryOpen(string, BackendOptions, out string?)"/> could use here.</summary>
    public static IReadOnlyList<GpuDeviceInfo> List() => GpuContext.ListDevices();

    private static GpuMatMulPlan OfAnyEdge(GpuMatMulVersion version) => new(version, GpuMatMulPlan.DeviceEdge);
}
