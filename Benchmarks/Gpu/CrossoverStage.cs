using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>From which size on the device is faster than the whole processor, with operands resident and with transfers.</summary>
internal static class CrossoverStage
{
    private const string Cpu = "crossover cpu";

    /// <summary>Times square products, fits a launch cost and a rate to each, and says where to stay on the processor.</summary>
    public static void Run(GpuRun run)
    {
        string device = run.Options.Device;
        int threads = run.Options.MostThreads;
        foreach (int n in Sizes(run))
        {
            MatMulShape shape = new(n, n, n, false, false);
            if (!run.HasTimeFor($"crossover {shape}"))
            {
                break;
            }

            using MatMulOperands operands = new(shape);
            run.Time(
            [
                new BackendMatMul(new CpuBackend(threads), operands, threads, Cpu) { Position = n },
                new BackendMatMul(run.Share(), operands, 0, $"crossover {device} kernel only") { Position = n },
                new BackendMatMul(run.Share(), operands, 0, $"crossover {device} with transfers", withTransfers: true) { Position = n },
            ]);
        }

        ReportRow[] cpu = Rows(run, Cpu);
        run.Note(Describe("cpu", cpu));
        foreach (string way in new[] { "kernel only", "with transfers" })
        {
            ReportRow[] rows = Rows(run, $"crossover {device} {way}");
            run.Note(Describe($"{device} {way}", rows));
            run.Note($"**crossover, {device} {way} against {threads} threads: {Crossover.Sentence(cpu, rows)}**");
        }
    }

    private static int[] Sizes(GpuRun run) => run.Options.Device switch
    {
        "ilgpu-cpu" => [4, 8, 16],
        _ when run.Options.IsQuick => [16, 32, 64, 128, 256],
        "cuda" => [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048],
        _ => [16, 32, 48, 64, 96, 128, 192, 256, 384],
    };

    private static ReportRow[] Rows(GpuRun run, string contender) => [.. run.Report.Rows.Where(row => row.Contender == contender).OrderBy(row => row.Position)];

    private static string Describe(string name, ReportRow[] rows) => rows.Length >= 3 && CostModel.Fit(rows) is { } model
        ? $"crossover, {name}: {Figures.Time(model.OverheadSeconds)} a call + operations at {Figures.Giga(model.OperationsPerSecond)} GFLOP/s (fitted)"
        : $"crossover, {name}: too few sizes, or too noisy, to fit a launch cost and a rate";
}
