using NativeGan.Benchmarks.Reports;

namespace NativeGan.Benchmarks.Harness;

/// <summary>Times contenders in turns, block by block, so that whatever else the machine does meets all of them.</summary>
/// <remarks>
/// Every contender's result is checked before anything is timed; a wrong one is reported as refused. A block is as many calls
/// as fit <paramref name="blockSeconds"/>, at least one, and starts with untimed calls that bring back its caches and threads.
/// Odd rounds go backwards through the contenders, so that nobody always follows the same neighbour.
/// </remarks>
/// <param name="rounds">Blocks of each contender.</param>
/// <param name="blockSeconds">What a block should take.</param>
/// <param name="log">Takes a line on what is going on.</param>
internal sealed class InterleavedRunner(int rounds, double blockSeconds, Action<string> log)
{
    /// <summary>Checks, warms up and times; adds what came out to a report. Contenders of one group, usually.</summary>
    public void Run(IReadOnlyList<Contender> contenders, Report report)
    {
        List<(Contender Contender, int Calls, List<BlockTiming> Blocks)> entries = [];
        foreach (Contender contender in contenders)
        {
            if (contender.Check() is { } miss)
            {
                report.Refused.Add($"{contender.Group}, {contender.Name}: {miss} Not timed.");
                log($"refused: {contender.Group}, {contender.Name}: {miss}");
                continue;
            }

            entries.Add((contender, WarmUp(contender), []));
            Thread.Sleep(contender.Settling);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < entries.Count; turn++)
            {
                (Contender contender, int calls, List<BlockTiming> blocks) = entries[round % 2 == 0 ? turn : entries.Count - 1 - turn];
                contender.Run(Math.Max(calls / 5, calls > 1 ? 1 : 0));
                blocks.Add(contender.RunBlock(calls));
                Thread.Sleep(contender.Settling);
            }
        }

        foreach ((Contender contender, int calls, List<BlockTiming> blocks) in entries)
        {
            report.Rows.Add(ReportRow.Of(contender, calls, blocks));
        }
    }

    /// <summary>Runs until the code is compiled at its last tier and the clock has settled; the calls that a block should have.</summary>
    /// <remarks>The compiler replaces hot code after 30 calls and 100 ms of calm, in the background.</remarks>
    private int WarmUp(Contender contender)
    {
        double spent = 0, perCall = double.PositiveInfinity;
        int total = 0;
        for (int calls = 1; spent < 2 * blockSeconds && total < 1_000_000; calls *= 2)
        {
            double seconds = contender.RunBlock(calls).SecondsPerCall;
            spent += seconds * calls;
            total += calls;
            perCall = Math.Min(perCall, seconds);
        }

        return (int)Math.Clamp(blockSeconds / perCall, 1, 1_000_000);
    }
}
