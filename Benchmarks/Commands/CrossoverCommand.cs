using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>crossover</c>: from which size on more threads, or a GPU, are worth their overhead.</summary>
internal sealed class CrossoverCommand() : BenchmarkCommand(text => MatMulShape.ParseList(text))
{
    /// <inheritdoc/>
    public override string Name => "crossover";

    /// <inheritdoc/>
    protected override string Description => "Square matrix products on one thread, on all, and on a GPU with and without transfers; overhead and rate of each.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        Report report = options.Start(Name, "Crossover: square matrix products", axis: "size n of n x n x n");
        string[] gpus = PresentGpus.Find(report.Notes.Add);
        int[] sizes = options.IsQuick ? [8, 32, 64, 128, 256] : [8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
        IReadOnlyList<MatMulShape> shapes = options.Shapes is { } list
            ? MatMulShape.ParseList(list)
            : [.. sizes.Select(size => new MatMulShape(size, size, size, false, false))];
        foreach (MatMulShape shape in shapes)
        {
            using MatMulOperands operands = new(shape);
            options.Time(report, [.. Contenders(operands, options.Threads, gpus)]);
        }

        Conclude(report);
        yield return options.Finish(report);
    }

    private static IEnumerable<Contender> Contenders(MatMulOperands operands, int[] threadCounts, string[] gpus)
    {
        double size = Math.Cbrt(operands.Work.FloatingPointOperations / 2);
        foreach (int threads in threadCounts)
        {
            yield return new BackendMatMul(new CpuBackend(threads), operands, threads, "cpu") { Position = size };
        }

        foreach (string gpu in gpus)
        {
            yield return new BackendMatMul(GpuDevices.TryOpen(gpu, out _)!, operands, 0, gpu) { Position = size };
            yield return new BackendMatMul(GpuDevices.TryOpen(gpu, out _)!, operands, 0, $"{gpu} with transfers", withTransfers: true) { Position = size };
        }
    }

    // What a contender costs is put as overhead + operations / rate, and where it overtakes one thread is read off the medians.
    private static void Conclude(Report report)
    {
        ReportRow[] reference = [.. report.Rows.Where(row => row.Contender == "cpu" && row.Threads == 1)];
        foreach (IGrouping<string, ReportRow> line in report.Rows.GroupBy(row => row.Label))
        {
            ReportRow[] rows = [.. line.OrderBy(row => row.Position)];
            string overtaking = "";
            if (reference.Length > 0 && line.Key != reference[0].Label)
            {
                ReportRow? last = rows.LastOrDefault(row => reference.FirstOrDefault(other => other.Group == row.Group)?.Seconds <= row.Seconds);
                ReportRow? first = last is null ? rows[0] : rows.FirstOrDefault(row => row.Position > last.Position);
                overtaking = first is null ? "; nowhere faster than one thread here" : $"; faster than one thread from {first.Group} on";
            }

            if (rows.Length >= 3 && CostModel.Fit(rows) is { } model)
            {
                report.Notes.Add($"{line.Key}: {Figures.Time(model.OverheadSeconds)} + operations at {Figures.Giga(model.OperationsPerSecond)} GFLOP/s (fitted){overtaking}");
            }
        }
    }
}
