using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Every kernel cold, alone and with transfers, beside the device's ceilings.</summary>
internal static class KernelStage
{
    /// <summary>Measures the ceilings and the kernels.</summary>
    public static void Run(GpuRun run)
    {
        Ceilings ceilings = DeviceCeilings.Measure(run);
        run.Report.Ceilings.Add(ceilings);
        run.Note($"ceilings of the device: {Figures.Giga(ceilings.FloatingPointOperationsPerSecond)} GFLOP/s in twelve register-only chains of multiply-adds (a Map), {Figures.Giga(ceilings.Bandwidths[0].BytesPerSecond)} GB/s in a triad (a Zip, 12 bytes an element)");
        if (run.Options.Device != "cuda")
        {
            run.Note("where a processor is behind OpenCL, its compiler does not put the chains of several elements into one vector: products, which it does vectorise, may be above this peak");
        }

        run.Note($"cold: the first call on a device just opened, ILGPU's compilation and the driver's included, one measurement; the driver may have kept compiled kernels on disk, unless CUDA_CACHE_DISABLE is 1; it is {Environment.GetEnvironmentVariable("CUDA_CACHE_DISABLE") ?? "not set"}");
        run.Note("kernel only: operands resident, as many calls as fill a block and one wait at its end; with transfers: operands up and results down in every call");
        int large = run.Options.Device switch { "cuda" => 1 << 24, "opencl" => 1 << 20, _ => 1 << 12 };
        using IBackend cold = run.Open();
        HashSet<string> compiled = [];
        foreach (TimedKernel one in TimedKernels.All(large).Where(one => run.Options.Device != "ilgpu-cpu" || one.Work.FloatingPointOperations == 0))
        {
            string group = one.Primitive.ToString();
            if (!run.HasTimeFor(group))
            {
                continue;
            }

            // A second size finds the kernel compiled.
            ReportRow? first = compiled.Add(one.Primitive.Name) ? Cold(one, cold) : null;
            run.Time([new KernelContender(one, run.Share(), withTransfers: false), new KernelContender(one, run.Share(), withTransfers: true)]);
            if (first is not null)
            {
                run.Report.Rows.Add(first); // last, for ratios refer to the first row
            }
        }
    }

    private static ReportRow Cold(TimedKernel one, IBackend backend)
    {
        DeviceBuffer[] buffers = [.. one.Primitive.Operands.Select(operand => operand.On(backend))];
        double seconds = BackendTimer.Seconds(backend, () => one.Primitive.Call(backend, buffers));
        Array.ForEach(buffers, buffer => buffer.Release());
        return new ReportRow(
            one.Primitive.ToString(), $"{backend.Name} cold", 0, seconds, seconds, seconds, 1, 1, -1, one.Work.FloatingPointOperations, one.Work.Bytes, 0, false);
    }
}
