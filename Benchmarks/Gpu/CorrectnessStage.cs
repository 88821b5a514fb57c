using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Training.Optimizers;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Every primitive, every version of the product and every operation with its gradients, against double precision.</summary>
internal static class CorrectnessStage
{
    private const string Name = "correctness";

    // The simulator runs every thread of a group as a thread of the system: products above this take minutes there.
    private const int LargestSimulatedExtent = 67;

    // Above this, the convolutions in double precision would take longer than everything else together.
    private const long MostElements = 300_000;

    /// <summary>Checks everything.</summary>
    public static void Run(GpuRun run)
    {
        using ExactBackend exact = new();
        IEnumerable<PrimitiveCase> primitives = PrimitiveCatalog.Cases.Concat(UpdateRuleCases.All)
            .Where(one => one.Primitive != nameof(IBackend.MatMul) && one.Elements <= MostElements && IsFastEnough(run, one));
        foreach (IGrouping<string, PrimitiveCase> group in primitives.GroupBy(one => one.Name))
        {
            Check(run, group.Key, [.. group.Select(one => (one.ToString(), (Func<Deviation>)(() => one.Check(run.Backend, exact))))]);
        }

        Check(run, "MatMul, version chosen by shape", Products(run, null, exact));
        foreach (GpuMatMulPlan plan in GpuDevices.MatMulPlans(run.Options.Device))
        {
            if (!Check(run, $"MatMul {plan}{(plan.IsTf32 ? " (TF32)" : "")}", Products(run, plan, exact)))
            {
                run.UnusablePlans.Add(plan);
            }
        }

        Check(run, "operations, forward and gradients", [.. OperationCatalog.Cases.Select(one => (one.Name, (Func<Deviation>)(() => CheckOperation(one, run.Backend, exact))))]);
    }

    private static (string, Func<Deviation>)[] Products(GpuRun run, GpuMatMulPlan? plan, IBackend exact)
    {
        bool isTf32 = plan is { IsTf32: true };
        return
        [
            .. ProductCases.All
                .Where(one => IsFastEnough(run, one))
                .Select(one => (one.ToString(), (Func<Deviation>)(() =>
                {
                    double absolute = ProductTolerance.Absolute(one.ProductExtents[2], isTf32);
                    PrimitiveCase loosened = isTf32 ? one with { Tolerance = new(1e-6, absolute, "factors of TF32") } : one;
                    return loosened.Check(run.Share(plan), exact);
                }))),
        ];
    }

    private static bool IsFastEnough(GpuRun run, PrimitiveCase one) =>
        run.Options.Device != "ilgpu-cpu" || one.ProductExtents.All(extent => extent <= LargestSimulatedExtent);

    // The worst of the group, in tolerances. An error of the device ends the group, and the next begins on a device opened anew.
    private static bool Check(GpuRun run, string group, (string Name, Func<Deviation> Find)[] cases)
    {
        (string Name, Deviation? Deviation) worst = ("", null);
        int wrong = 0;
        foreach ((string name, Func<Deviation> find) in cases)
        {
            try
            {
                Deviation deviation = find();
                wrong += deviation.IsClose ? 0 : 1;
                worst = worst.Deviation is null || deviation.Tolerances >= worst.Deviation.Tolerances ? (name, deviation) : worst;
            }
            catch (NotSupportedException exception)
            {
                run.Note($"{group}: not for this device: {GpuRun.OneLine(exception)}");
                return false;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                run.Abandon();
                return run.Check(Name, group, cases.Length, $"{name}: {GpuRun.OneLine(exception)}", hasPassed: false);
            }
        }

        return run.Check(
            Name, group, cases.Length, wrong == 0
                ? $"{Figures.Significant(worst.Deviation?.Tolerances ?? 0)} of the tolerance, at {worst.Name}"
                : $"{wrong} wrong; {worst.Name}: {worst.Deviation}", wrong == 0);
    }

    // The worst of output and gradients.
    private static Deviation CheckOperation(OperationCase one, IBackend backend, IBackend exact) =>
        one.Check(backend, exact, one.CreateSingleInputs()).Select(result => result.Deviation).MaxBy(deviation => deviation.Tolerances)!;
}
