using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Suite;

/// <summary>What a [GlobalSetup] does with every contender: a wrong result is not timed.</summary>
internal static class Checked
{
    /// <summary>The contender, checked.</summary>
    /// <exception cref="InvalidOperationException">Its result is wrong.</exception>
    public static Contender Contender(Contender contender) => contender.Check() is { } miss
        ? throw new InvalidOperationException($"{contender.Group}, {contender.Name}: {miss} Not timed.")
        : contender;
}
