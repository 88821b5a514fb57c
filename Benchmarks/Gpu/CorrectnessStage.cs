using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Every primitive, every version of the product and every operation with its gradients, against double precision.</summary>
internal static class CorrectnessStage
{
    private const string Name = "correctness";

    // A few single precision roundings (6e-8 each) in each result; sums of up to 24 products for the largest.
    private const double OperationTolerance = 2e-6;

    // The simulator runs every thread of a group as a thread of the system: products above this take minutes there.
    private const int LargestSimulatedExtent = 67;

    /// <summary>Checks everything.</summary>
    public static void Run(GpuRun run)
    {
        foreach (IGrouping<string, KernelCase> group in KernelCases.AtOddSizes.GroupBy(one => one.Kernel))
        {
            Check(run, group.Key, [.. group.Select(one => ($"{one.Kernel} {one.Size}", (Func<Deviation>)(() => one.CheckOn(run.Backend))))]);
        }

        Check(run, "MatMul, version chosen by shape", Products(run, null));
        foreach (GpuMatMulPlan plan in GpuDevices.MatMulPlans(run.Options.Device))
        {
            if (!Check(run, $"MatMul {plan}{(plan.IsTf32 ? " (TF32)" : "")}", Products(run, plan)))
            {
                run.UnusablePlans.Add(plan);
            }
        }

        Check(run, "operations, forward and gradients", [.. OperationCatalog.Cases.Select(one => (one.Name, (Func<Deviation>)(() => CheckOperation(one, run.Backend))))]);
    }

    private static (string, Func<Deviation>)[] Products(GpuRun run, GpuMatMulPlan? plan)
    {
        bool isTf32 = plan is { IsTf32: true };
        return
        [
            .. KernelCases.OddProducts
                .Where(one => run.Options.Device != "ilgpu-cpu" || one.Buffers.All(buffer => buffer.Values.Length <= LargestSimulatedExtent * LargestSimulatedExtent))
                .Select(one => ($"{one.Kernel} {one.Size}", (Func<Deviation>)(() =>
                {
                    KernelCase loosened = isTf32 ? one with { Absolute = ProductTolerance.Absolute(one.Inner, isTf32) } : one;
                    return loosened.CheckOn(run.Share(plan));
                }))),
        ];
    }

    // The worst of the group, in tolerances. An error of the device ends the group, and the next begins on a device opened anew.
    private static bool Check(GpuRun run, string group, (string Name, Func<Deviation> Find)[] cases)
    {
        (string Name, Deviation Deviation) worst = ("", default);
        int wrong = 0;
        foreach ((string name, Func<Deviation> find) in cases)
        {
            try
            {
                Deviation deviation = find();
                wrong += deviation.IsClose ? 0 : 1;
                worst = deviation.Tolerances >= worst.Deviation.Tolerances ? (name, deviation) : worst;
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
                ? $"{Figures.Significant(worst.Deviation.Tolerances)} of the tolerance, at {worst.Name}"
                : $"{wrong} wrong; {worst.Name}: {worst.Deviation}", wrong == 0);
    }

    private static Deviation CheckOperation(OperationCase one, IBackend backend)
    {
        using ReferenceBackend reference = new();
        return Deviation.Worst(Compute(one, backend), Compute(one, reference), OperationTolerance, OperationTolerance);
    }

    // Output, and the gradient of every input. The upstream gradient differs from element to element, so that errors cannot cancel.
    private static double[] Compute(OperationCase one, IBackend backend)
    {
        using GradientTape tape = new();
        Tensor[] inputs = [.. one.CreateInputs().Select(input => Tensor.FromArray(backend, Array.ConvertAll(input.Values, value => (double)(float)value), input.Shape))];
        Tensor output = one.Apply(inputs);
        double[] upstream = KernelBuffer.Numbers(output.Shape.Count, 99, -1, 1).Values;
        Gradients gradients = tape.Gradients(output, inputs, Tensor.FromArray(backend, upstream, output.Shape));
        double[] results =
        [
            .. output.ToDoubleArray(),
            .. inputs.SelectMany(input => gradients.Find(input)?.ToDoubleArray() ?? new double[input.Shape.Count]),
        ];
        return results;
    }
}
