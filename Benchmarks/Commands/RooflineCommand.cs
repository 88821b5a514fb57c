using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;
using NativeGan.Models;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>roofline</c>: our kernels against what memory and arithmetic allow at their intensity.</summary>
internal sealed class RooflineCommand() : BenchmarkCommand(text => MatMulShape.ParseList(text))
{
    /// <inheritdoc/>
    public override string Name => "roofline";

    /// <inheritdoc/>
    protected override string Description => "Kernels against the measured peak and the measured bandwidth of every level of memory.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        Report report = options.Start(Name, "Roofline of the CPU kernels", withBandwidths: true);
        report.Notes.Add("the picture shows the greatest number of threads");
        report.Notes.Add("operations of elementwise kernels are those of our vector forms, counted by hand; comparisons count as none");
        int[] threadCounts = options.IsQuick ? [options.MostThreads] : options.Threads;
        foreach (int threads in threadCounts)
        {
            foreach (MatMulShape shape in options.Shapes is { } list ? MatMulShape.ParseList(list) : Default(options.IsQuick))
            {
                using MatMulOperands operands = new(shape);
                options.Time(report, [new BackendMatMul(new CpuBackend(threads), operands, threads, "NativeGan cpu")]);
            }

            // In the second-level cache, and beyond all caches.
            foreach (int count in options.IsQuick ? new[] { 128 * MnistImages.Pixels } : [128 * MnistImages.Pixels, 16_000_000])
            {
                foreach (ElementwiseFunction function in ElementwiseFunction.All.Where(function => function.OperationsPerElement > 0))
                {
                    options.Time(report, [new ElementwiseOperands(function, count).OnBackend(new CpuBackend(threads), threads)]);
                }
            }

            options.Time(report, [new AdamUpdate(new CpuBackend(threads), AdamUpdate.DefaultCount, threads)]);
            options.Time(report, [ColumnSum.Create(new CpuBackend(threads), 128, MnistImages.Pixels, threads)]);
        }

        yield return options.Finish(report);
    }

    private static IReadOnlyList<MatMulShape> Default(bool isQuick) =>
        [.. MatMulShape.OfTheGan.Take(isQuick ? 3 : 6), .. MatMulShape.ParseList(isQuick ? "128x256x1" : "128x256x1,512x512x512")];
}
