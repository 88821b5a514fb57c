namespace NativeGan.Benchmarks.Harness;

/// <summary>What the blocks of one contender took.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="Calls">Calls in a block.</param>
/// <param name="Blocks">Its blocks, in the order in which they ran.</param>
internal sealed record ContenderTiming(Contender Contender, int Calls, List<BlockTiming> Blocks);
