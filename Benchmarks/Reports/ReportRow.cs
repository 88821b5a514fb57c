using System.Text.Json.Serialization;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Reports;

/// <summary>What one contender took: medians over blocks, and their spread.</summary>
/// <param name="Group">What was computed: shape and the like.</param>
/// <param name="Contender">Who computed it.</param>
/// <param name="Threads">Threads it could use; 0 where the processor's do not count, on a GPU.</param>
/// <param name="Seconds">Median seconds a call.</param>
/// <param name="LowerSeconds">Lower quartile.</param>
/// <param name="UpperSeconds">Upper quartile.</param>
/// <param name="Blocks">Blocks timed.</param>
/// <param name="CallsPerBlock">Calls in each.</param>
/// <param name="AllocatedBytes">Bytes the process allocated a call, median; −1 where another process worked.</param>
/// <param name="FloatingPointOperations">Of one call.</param>
/// <param name="Bytes">That one call must move.</param>
/// <param name="Position">Place on the axis of a scaling picture.</param>
/// <param name="IsPeer">Somebody else's library.</param>
internal sealed record ReportRow(
    string Group,
    string Contender,
    int Threads,
    double Seconds,
    double LowerSeconds,
    double UpperSeconds,
    int Blocks,
    int CallsPerBlock,
    double AllocatedBytes,
    double FloatingPointOperations,
    double Bytes,
    double Position,
    bool IsPeer)
{
    /// <summary>Seconds a call in the fastest block; 0 in reports from before it was kept.</summary>
    public double FastestSeconds { get; init; }

    /// <summary>Floating-point operations a second.</summary>
    [JsonIgnore]
    public double Rate => FloatingPointOperations / Seconds;

    /// <summary>Necessary bytes a second.</summary>
    [JsonIgnore]
    public double Bandwidth => Bytes / Seconds;

    /// <summary>Floating-point operations for each necessary byte.</summary>
    [JsonIgnore]
    public double Intensity => Bytes > 0 && FloatingPointOperations > 0 ? FloatingPointOperations / Bytes : double.NaN;

    /// <summary>Contender and threads, as pictures name it.</summary>
    [JsonIgnore]
    public string Label => Threads == 0 ? Contender : $"{Contender}, {Threads} thread{(Threads == 1 ? "" : "s")}";

    /// <summary>From a contender's blocks.</summary>
    public static ReportRow Of(ContenderTiming timing)
    {
        (Contender contender, int calls, List<BlockTiming> blocks) = timing;
        Quartiles seconds = Quartiles.Of(blocks.Select(block => block.SecondsPerCall));
        double allocated = Quartiles.Of(blocks.Select(block => block.AllocatedBytesPerCall)).Median;
        return new ReportRow(
            contender.Group, contender.Name, contender.Threads, seconds.Median, seconds.Lower, seconds.Upper, blocks.Count, calls,
            allocated, contender.Work.FloatingPointOperations, contender.Work.Bytes, contender.Position, contender.IsPeer)
        {
            FastestSeconds = blocks.Min(block => block.SecondsPerCall),
        };
    }
}
