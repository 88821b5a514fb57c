using System.Globalization;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>How one product is computed.</summary>
/// <param name="Version">The kernel.</param>
/// <param name="Edge">Threads along one edge of a group, 8 or 16, where the kernel has square groups; <see cref="DeviceEdge"/> for what suits the device.</param>
/// <param name="Slices">Parts that the sum over k is cut into, computed side by side and then added in order; 1 for most.</param>
public readonly record struct GpuMatMulPlan(GpuMatMulVersion Version, int Edge = 16, int Slices = 1)
{
    /// <summary>The edge of a plan for any device: each takes its own.</summary>
    public const int DeviceEdge = 0;

    // Most products that are added in one accumulator, and the length of slices where there are more: a running sum of float32
    // that is a million times its next term rounds most of the term away.
    private const int LongestChain = 4096, SliceOfLongSum = 1024;

    // Most slices: grid axis Z ends there on CUDA.
    private const int MostSlices = 65535;

    // Shortest slice worth a group of its own, in steps of k.
    private const int ShortestSlice = 64;

    /// <summary>Whether the factors are rounded to TF32.</summary>
    public bool IsTf32 => Version == GpuMatMulVersion.TensorCore;

    /// <summary><c>VectorTiled/8x4</c>: version, edge, slices; the version alone for a plan for any device.</summary>
    public override string ToString() => Edge == DeviceEdge && Slices == 1 ? $"{Version}" : $"{Version}/{Edge}x{Slices}";

    /// <summary>A plan from what <see cref="ToString"/> made of it.</summary>
    /// <exception cref="FormatException">The text is no plan.</exception>
    public static GpuMatMulPlan Parse(string text)
    {
        string[] parts = text.Split('/', 'x');
        return parts.Length == 3 && Enum.TryParse(parts[0], out GpuMatMulVersion version) && Enum.IsDefined(version)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int edge) && edge is 8 or 16
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out int slices) && slices is >= 1 and <= 65535
            ? new GpuMatMulPlan(version, edge, slices)
            : throw new FormatException($"Matrix product plan: found '{text}', expected version/edge x slices, such as VectorTiled/8x4.");
    }

    /// <summary>Rows and columns of c that a group of threads computes in the tiled versions.</summary>
    internal int Tile => Version switch
    {
        GpuMatMulVersion.VectorTiled => Edge * MatMulVectorKernels.Block,
        GpuMatMulVersion.TensorCore => MatMulTensorCoreKernels.Tile,
        GpuMatMulVersion.RegisterTiled => Edge * MatMulKernels.Block,
        _ => Edge,
    };

    /// <summary>The plan with the slices that a product of this size needs: its own, or more where the sums are long.</summary>
    /// <remarks>The partial sums of all slices together stay below 2³¹ numbers.</remarks>
    internal GpuMatMulPlan CutFor(MatMulSize size)
    {
        int needed = size.Inner <= LongestChain ? 1 : (size.Inner + SliceOfLongSum - 1) / SliceOfLongSum;
        int possible = (int)Math.Min(int.MaxValue / Math.Max((long)size.Rows * size.Columns, 1), MostSlices);
        return this with { Slices = Math.Max(Slices, Math.Min(needed, possible)) };
    }

    /// <summary>What is used for a shape that was not tuned.</summary>
    /// <remarks>
    /// On a GPU, big tiles once there is one for every multiprocessor; before that smaller tiles, and slices of the sum, until
    /// every multiprocessor has two groups to switch between. To be measured there: <c>nativegan tune</c>.
    /// On a processor a tile is a packed copy that fits the first cache: 3-5 GFLOP/s against 0.8-2 for version 4 and 0.3-1 for
    /// versions 1 to 3 at [64, 784]·[784, 512] and 512³, PoCL on two busy cores; with one column most of it is padding.
    /// </remarks>
    internal static GpuMatMulPlan For(MatMulSize size, GpuLaunchSizes device, MatMulPrecision precision)
    {
        switch (device.Kind)
        {
            case GpuDeviceKind.Simulator:
                return new GpuMatMulPlan(GpuMatMulVersion.RegisterBlocked, device.TileEdge);
            case GpuDeviceKind.Processor:
                return new GpuMatMulPlan(size.Columns < 8 ? GpuMatMulVersion.Coalesced : GpuMatMulVersion.RegisterTiled, device.TileEdge);
            default:
                GpuMatMulPlan large = new(
                    precision == MatMulPrecision.Tf32 && size.Columns >= 8 && size.Rows >= 8 ? GpuMatMulVersion.TensorCore : GpuMatMulVersion.VectorTiled);
                GpuMatMulPlan plan = large.Version == GpuMatMulVersion.TensorCore || large.TilesOf(size) >= device.Multiprocessors
                    ? large
                    : large with { Edge = 8 };
                long wanted = 2L * device.Multiprocessors / plan.TilesOf(size);
                return plan with { Slices = (int)Math.Clamp(wanted, 1, Math.Max(1, size.Inner / ShortestSlice)) };
        }
    }

    /// <summary>Every plan worth trying for a shape on a device.</summary>
    internal static IEnumerable<GpuMatMulPlan> Candidates(MatMulSize size, GpuLaunchSizes device, MatMulPrecision precision)
    {
        if (precision == MatMulPrecision.Tf32)
        {
            foreach (GpuMatMulPlan plan in WithSlices(new GpuMatMulPlan(GpuMatMulVersion.TensorCore), size))
            {
                yield return plan;
            }

            yield break;
        }

        yield return new GpuMatMulPlan(GpuMatMulVersion.Coalesced);
        yield return new GpuMatMulPlan(GpuMatMulVersion.RegisterBlocked);
        int[] edges = device.TileEdge >= 16 ? [8, 16] : [8];
        foreach (int edge in edges)
        {
            yield return new GpuMatMulPlan(GpuMatMulVersion.Tiled, edge);
            foreach (GpuMatMulVersion version in new[] { GpuMatMulVersion.RegisterTiled, GpuMatMulVersion.VectorTiled })
            {
                foreach (GpuMatMulPlan plan in WithSlices(new GpuMatMulPlan(version, edge), size))
                {
                    yield return plan;
                }
            }
        }
    }

    private static IEnumerable<GpuMatMulPlan> WithSlices(GpuMatMulPlan plan, MatMulSize size)
    {
        for (int slices = 1; slices == 1 || size.Inner / slices >= ShortestSlice; slices *= 2)
        {
            yield return plan with { Slices = slices };
        }
    }

    private long TilesOf(MatMulSize size) =>
        (((long)size.Rows + Tile - 1) / Tile) * (((long)size.Columns + Tile - 1) / Tile);
}
