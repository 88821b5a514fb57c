using System.Text.Json.Serialization;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Everything one command measured, and under which circumstances; what all outputs are written from.</summary>
internal sealed class Report
{
    /// <summary>What tells our JSON from anybody else's.</summary>
    public const string FormatName = "nativegan-benchmark/1";

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The command's name, such as <c>ladder</c>; names the files.</summary>
    public required string Command { get; init; }

    /// <summary>One line on what was measured.</summary>
    public required string Title { get; init; }

    /// <summary>What was typed.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When it began, in universal time.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Where.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Blocks of each contender.</summary>
    public int Rounds { get; init; }

    /// <summary>The contender that ratios refer to, within its group; the first of a group where it is missing.</summary>
    public string? RatioTo { get; init; }

    /// <summary>What the axis of a scaling picture shows; null when nothing is scaled.</summary>
    public string? Axis { get; init; }

    /// <summary>The machine's limits, for every number of threads that was used.</summary>
    public List<Ceilings> Ceilings { get; init; } = [];

    /// <summary>What each contender took.</summary>
    public List<ReportRow> Rows { get; init; } = [];

    /// <summary>Our contenders against the best peer, where a command reports that.</summary>
    public List<PeerRatio> PeerRatios { get; init; } = [];

    /// <summary>Contenders whose result was wrong.</summary>
    public List<string> Refused { get; init; } = [];

    /// <summary>What was checked before anything was timed, where a command reports that.</summary>
    public List<CheckRow> Checks { get; init; } = [];

    /// <summary>What did not come to its end, and why.</summary>
    public List<string> Failures { get; init; } = [];

    /// <summary>Versions and settings of peers, peers that are absent, and other circumstances.</summary>
    public List<string> Notes { get; init; } = [];

    /// <summary>Whether every result was right, every check passed and everything came to its end.</summary>
    [JsonIgnore]
    public bool IsSound => Refused.Count == 0 && Failures.Count == 0 && Checks.All(check => check.HasPassed);

    /// <summary>Machine, date and command, as they stand under every picture's title.</summary>
    [JsonIgnore]
    public string Circumstances => Figures.Format(
        $"{Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}; {Date:yyyy-MM-dd HH:mm} UTC; medians of {Rounds} blocks in turns{(Machine.LoadAtStart is > 0.5 and var load ? Figures.Format($"; load {load:F1}") : "")}");

    /// <summary>The measured multiply-add peak of so many threads; 0 when it was not measured.</summary>
    public double Peak(int threads) =>
        Ceilings.FirstOrDefault(entry => entry.Threads == threads)?.FloatingPointOperationsPerSecond ?? 0;

    /// <summary>The row that another is compared with.</summary>
    public ReportRow Reference(ReportRow row) =>
        Rows.FirstOrDefault(other => other.Group == row.Group && other.Contender == RatioTo && other.Threads == row.Threads)
        ?? Rows.FirstOrDefault(other => other.Group == row.Group && other.Contender == RatioTo)
        ?? Rows.First(other => other.Group == row.Group);

    /// <summary>What part of the measured peak a row reaches: floor of the work's time over the time taken.</summary>
    public double PeakShare(ReportRow row) => row.FloatingPointOperations > 0 && Peak(row.Threads) is > 0 and var peak ? row.Rate / peak : double.NaN;

    /// <summary>The measured bandwidth of the furthest memory with so many threads; 0 when it was not measured.</summary>
    public double Bandwidth(int threads) =>
        Ceilings.FirstOrDefault(entry => entry.Threads == threads) is { Bandwidths: [.., var furthest] }
            ? furthest.BytesPerSecond
            : 0;

    /// <summary>What part of the measured bandwidth a row reaches.</summary>
    public double BandwidthShare(ReportRow row) => row.Bytes > 0 && Bandwidth(row.Threads) is > 0 and var bandwidth ? row.Bandwidth / bandwidth : double.NaN;
}
