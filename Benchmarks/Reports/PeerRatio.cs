namespace NativeGan.Benchmarks.Reports;

/// <summary>How many times as fast as the best peer of its group and number of threads a contender of ours is, in the same run.</summary>
/// <param name="Group">What was computed.</param>
/// <param name="Threads">Threads of both.</param>
/// <param name="Contender">Ours.</param>
/// <param name="Peer">The peer with the lowest median.</param>
/// <param name="Ratio">Peer's median over ours: above 1 we are faster.</param>
/// <param name="LowerRatio">The same of the lower quartiles, which a busy machine disturbs less.</param>
/// <param name="FastestRatio">Of the fastest block of any peer and ours: what is left where the machine's speed changes from block to block.</param>
internal sealed record PeerRatio(string Group, int Threads, string Contender, string Peer, double Ratio, double LowerRatio, double FastestRatio)
{
    /// <summary>The ratios of a group's rows.</summary>
    public static IEnumerable<PeerRatio> Of(Report report, string group)
    {
        foreach (ReportRow row in report.Rows.Where(row => row.Group == group && !row.IsPeer))
        {
            ReportRow[] peers = [.. report.Rows.Where(other => other.Group == group && other.IsPeer && other.Threads == row.Threads)];
            if (peers.MinBy(other => other.Seconds) is { } best)
            {
                yield return new PeerRatio(
                    group, row.Threads, row.Contender, best.Contender, best.Seconds / row.Seconds, best.LowerSeconds / row.LowerSeconds,
                    peers.Min(peer => peer.FastestSeconds) / row.FastestSeconds);
            }
        }
    }
}
