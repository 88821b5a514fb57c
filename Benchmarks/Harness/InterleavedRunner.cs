namespace NativeGan.Benchmarks.Harness;

/// <summary>Times contenders in turns, block by block, so that whatever else the machine does meets all of them.</summary>
/// <remarks>
/// Every contender's result is checked before anything is timed; a wrong one is refused. A block is as many calls
/// as fit <paramref name="blockSeconds"/>, at least one, and starts with untimed calls that bring back its caches and threads.
/// Odd rounds go backwards through the contenders, so that nobody always follows the same neighbour.
/// </remarks>
/// <param name="rounds">Blocks of each contender.</param>
/// <param name="blockSeconds">What a block should take.</param>
internal sealed class InterleavedRunner(int rounds, double blockSeconds)
{
    /// <summary>Checks, warms up and times contenders, usually those of one group.</summary>
    /// <param name="contenders">The contenders.</param>
    /// <param name="refuse">Told of each contender that computes something wrong, and what.</param>
    /// <returns>The timings of the others, in their order.</returns>
    public IReadOnlyList<ContenderTiming> Run(IReadOnlyList<Contender> contenders, Action<Contender, string> refuse)
    {
        List<ContenderTiming> entries = [];
        foreach (Contender contender in contenders)
        {
            if (contender.Check() is { } miss)
            {
                refuse(contender, miss);
                continue;
            }

            entries.Add(new ContenderTiming(contender, WarmUp(contender), []));
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

        return entries;
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
