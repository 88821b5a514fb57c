using System.Collections.Concurrent;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;

namespace NativeGan.Benchmarks.Suite;

/// <summary>A column of BenchmarkDotNet's table that is computed from the median time and the work of a call.</summary>
/// <param name="name">The heading.</param>
/// <param name="legend">What it means.</param>
/// <param name="value">From work, median seconds and threads.</param>
internal sealed class WorkColumn(string name, string legend, Func<Work, double, int, string> value) : IColumn
{
    private static readonly ConcurrentDictionary<int, double> _peaks = new();

    /// <summary>GFLOP/s, GB/s, FLOP/byte and per cent of peak.</summary>
    public static IColumn[] All { get; } =
    [
        new WorkColumn("GFLOP/s", "10^9 floating-point operations a second, at the median", (work, seconds, _) => Figures.Giga(work.FloatingPointOperations / seconds)),
        new WorkColumn("GB/s", "10^9 bytes that must be moved, a second, at the median", (work, seconds, _) => work.Bytes > 0 ? Figures.Giga(work.Bytes / seconds) : "-"),
        new WorkColumn("FLOP/byte", "floating-point operations for each byte that must be moved", (work, _, _) => work.Bytes > 0 ? Figures.Significant(work.FloatingPointOperations / work.Bytes) : "-"),
        new WorkColumn("% of peak", "GFLOP/s against a register-only multiply-add loop on as many threads, measured after the benchmarks", (work, seconds, threads) =>
            Figures.PerCent(work.FloatingPointOperations / seconds / _peaks.GetOrAdd(threads, count => Ceilings.Measure(count, isQuick: false, withBandwidths: false).FloatingPointOperationsPerSecond))),
    ];

    /// <inheritdoc/>
    public string Id => $"{nameof(WorkColumn)}.{name}";

    /// <inheritdoc/>
    public string ColumnName => name;

    /// <inheritdoc/>
    public string Legend => legend;

    /// <inheritdoc/>
    public bool AlwaysShow => true;

    /// <inheritdoc/>
    public ColumnCategory Category => ColumnCategory.Custom;

    /// <inheritdoc/>
    public int PriorityInCategory => 0;

    /// <inheritdoc/>
    public bool IsNumeric => true;

    /// <inheritdoc/>
    public UnitType UnitType => UnitType.Dimensionless;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary) => true;

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics
            || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not IMeasuredWork benchmark)
        {
            return "-";
        }

        foreach (ParameterInstance parameter in benchmarkCase.Parameters.Items)
        {
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(benchmark, parameter.Value);
        }

        string method = benchmarkCase.Descriptor.WorkloadMethod.Name;
        return value(benchmark.WorkOf(method), statistics.Median / 1e9, benchmark.ThreadsOf(method));
    }
}
