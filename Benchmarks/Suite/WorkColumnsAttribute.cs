using BenchmarkDotNet.Configs;

namespace NativeGan.Benchmarks.Suite;

/// <summary>Adds GFLOP/s, GB/s, FLOP/byte and per cent of peak to a benchmark class' table.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class WorkColumnsAttribute : Attribute, IConfigSource
{
    /// <inheritdoc/>
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddColumn(WorkColumn.All);
}
