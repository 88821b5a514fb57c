using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;
using NativeGan.Models;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>elementwise</c>: functions of arrays beside TensorPrimitives and a plain loop.</summary>
internal sealed class ElementwiseCommand() : BenchmarkCommand(text => ReadCounts(text), "128x784,16000000")
{
    /// <inheritdoc/>
    public override string Name => "elementwise";

    /// <inheritdoc/>
    protected override string Description => "Functions of arrays beside TensorPrimitives and a loop over MathF.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        Report report = options.Start(Name, "Elementwise functions", withBandwidths: true, ratioTo: "MathF loop");
        report.Notes.Add($"TensorPrimitives: System.Numerics.Tensors {NativeLibraries.Version(typeof(System.Numerics.Tensors.TensorPrimitives))}; it has one thread");
        report.Notes.Add("operations are those of our vector forms, counted by hand, so GFLOP/s of the others is work done, not instructions");
        foreach (int count in Counts(options))
        {
            foreach (ElementwiseFunction function in ElementwiseFunction.All)
            {
                ElementwiseOperands operands = new(function, count);
                List<Contender> contenders = [operands.InALoop(), .. options.Threads.Select(threads => operands.OnBackend(new CpuBackend(threads), threads))];
                if (operands.InLibrary() is { } library)
                {
                    contenders.Add(library);
                }

                options.Time(report, contenders);
            }
        }

        yield return options.Finish(report);
    }

    private static int[] Counts(BenchmarkOptions options)
    {
        if (options.Shapes is not { } list)
        {
            return options.IsQuick ? [128 * MnistImages.Pixels] : [128 * 256, 128 * MnistImages.Pixels, 16_000_000];
        }

        return ReadCounts(list);
    }

    private static int[] ReadCounts(string list) =>
        [.. list.Split(',').Select(shape => shape.Split('x').Aggregate(1L, (product, part) =>
                product * Numbers.WholeOrZero(part, 1, 1 << 28)))
            .Select(count => count is >= 1 and <= 1 << 28
                ? (int)count
                : throw new InputException($"--shapes: found '{list}', extents like 128x784 are expected, 1 to {1 << 28} elements.", ExitCodes.Usage))];
}
