using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Cpu.MatMul.Ladder;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>ladder</c>: the matrix product from its definition to the product's own, beside the libraries installed here.</summary>
internal sealed class LadderCommand() : BenchmarkCommand(text => MatMulShape.ParseList(text))
{
    private const double MostOperationsOfScalarRungs = 3e8; // 0.3 to 1 s a call

    /// <inheritdoc/>
    public override string Name => "ladder";

    /// <inheritdoc/>
    protected override string Description => "Matrix products: every rung from naive to fused, the GPU's versions, and OpenBLAS, oneDNN and MathNet where they are installed.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        Report report = options.Start(Name, "Matrix product: the ladder and its peers", ratioTo: MatMulLadder.Rungs[0].Name);
        MatMulPeers.Describe(report);
        report.Notes.Add("shapes are rows x inner x columns; -ta, -tb: that operand is stored transposed, which the rungs 1 to 6 do not offer");
        report.Notes.Add("the rows with bias and ReLU do more than the others: compare them with each other");
        string[] gpus = PresentGpus.Find(report.Notes.Add);
        foreach (MatMulShape shape in Shapes(options))
        {
            using MatMulOperands operands = new(shape);
            options.Time(report, [.. Contenders(operands, options.Threads), .. GpuContenders(operands, gpus)]);
        }

        yield return options.Finish(report);
    }

    // Operands stay on the device. PoCL, which runs OpenCL on the processor, would take seconds for the large shapes.
    private static IEnumerable<Contender> GpuContenders(MatMulOperands operands, string[] gpus) =>
        from gpu in gpus
        where gpu == "cuda" || operands.Work.FloatingPointOperations <= MostOperationsOfScalarRungs
        from plan in GpuDevices.MatMulPlans(gpu)
        select new BackendMatMul(GpuDevices.TryOpenWithMatMul(gpu, plan, out _)!, operands, 0, $"{gpu} {plan}", isTf32: plan.IsTf32);

    private static IReadOnlyList<MatMulShape> Shapes(BenchmarkOptions options) => options.Shapes is { } list
        ? MatMulShape.ParseList(list)
        : options.IsQuick ? MatMulShape.ParseList("128x100x256,128x784x256")
        : [.. MatMulShape.OfTheGan, .. MatMulShape.ParseList("512x512x512,1024x1024x1024")];

    private static IEnumerable<Contender> Contenders(MatMulOperands operands, int[] threadCounts)
    {
        MatMulShape shape = operands.Shape;
        bool hasRungs = !shape.TransposeA && !shape.TransposeB;
        bool isSmall = operands.Work.FloatingPointOperations <= MostOperationsOfScalarRungs;
        foreach (MatMulRung rung in MatMulLadder.Rungs.Where(rung => hasRungs && !rung.UsesTeam).Skip(isSmall ? 0 : 3))
        {
            yield return new LadderContender(rung, operands, 1);
        }

        foreach (int threads in threadCounts)
        {
            foreach (MatMulRung rung in MatMulLadder.Rungs.Where(rung => hasRungs && rung.UsesTeam && threads > 1))
            {
                yield return new LadderContender(rung, operands, threads);
            }

            yield return new BackendMatMul(new CpuBackend(threads), operands, threads, "7 product");
            yield return new BackendMatMul(new CpuBackend(threads), operands, threads, "7 product, then bias, ReLU", Epilogue.Separate);
            yield return new BackendMatMul(new CpuBackend(threads), operands, threads, "7 product, fused bias, ReLU", Epilogue.Fused);
            foreach (Contender peer in MatMulPeers.Create(operands, threads))
            {
                yield return peer;
            }
        }
    }
}
