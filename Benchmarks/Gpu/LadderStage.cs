using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Matrix products in every version, and as the backend chooses, beside cuBLAS.</summary>
internal static class LadderStage
{
    private static readonly int[] _edges = [512, 1024, 2048, 4096];

    /// <summary>Times them all.</summary>
    public static void Run(GpuRun run)
    {
        CuBlas? cuBlas = CuBlas.TryLoad(run.Options.Peer, out string? reason);
        run.Note(cuBlas?.Description ?? reason!);
        run.Note("ladder: operands resident; shapes are rows x inner x columns, -ta, -tb: that operand is stored transposed; the row without a version is the backend's own choice for the shape; versions and peers in TF32 keep ten bits behind the point, so their rate may exceed the float32 peak");
        foreach (MatMulShape shape in Shapes(run))
        {
            if (!run.HasTimeFor($"matrix products {shape}"))
            {
                continue;
            }

            using MatMulOperands operands = new(shape);
            run.Time([.. Contenders(run, operands, cuBlas)]);
        }
    }

    private static IEnumerable<Contender> Contenders(GpuRun run, MatMulOperands operands, CuBlas? cuBlas)
    {
        string device = run.Options.Device;
        yield return new BackendMatMul(run.Share(), operands, 0, device);
        foreach (GpuMatMulPlan plan in GpuDevices.MatMulPlans(device).Where(plan => !run.UnusablePlans.Contains(plan)))
        {
            yield return new BackendMatMul(run.Share(plan), operands, 0, $"{device} {plan}", isTf32: plan.IsTf32);
        }

        if (cuBlas is not null)
        {
            yield return new CuBlasMatMul(cuBlas, operands, isTf32: false);
            yield return new CuBlasMatMul(cuBlas, operands, isTf32: true);
        }
    }

    // A large product on a small device, or on a processor behind OpenCL, would take the slowest version seconds a call: shapes
    // that take longer than half a second at a hundredth of the measured peak are left out, and named.
    private static IEnumerable<MatMulShape> Shapes(GpuRun run)
    {
        IEnumerable<MatMulShape> squares = _edges.Select(edge => new MatMulShape(edge, edge, edge, false, false));
        double most = run.Options.Device switch
        {
            "cuda" => Math.Max(0.005 * run.Report.Peak(0), 3e9),
            "opencl" => Math.Max(0.005 * run.Report.Peak(0), run.Options.IsQuick ? 1e8 : 3e8),
            _ => 0,
        };
        foreach (MatMulShape shape in (MatMulShape[])[.. MatMulShape.OfTheGan, .. squares])
        {
            if (Work.MatMul(shape.Rows, shape.Columns, shape.Inner).FloatingPointOperations <= most)
            {
                yield return shape;
            }
            else
            {
                run.Note($"matrix products {shape}: too large for this device, left out");
            }
        }
    }
}
