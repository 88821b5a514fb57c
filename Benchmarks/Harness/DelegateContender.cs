namespace NativeGan.Benchmarks.Harness;

/// <summary>A contender made of two functions and whatever is to be disposed of with it.</summary>
/// <param name="group">What is computed.</param>
/// <param name="name">Who computes it.</param>
/// <param name="threads">Threads it may use.</param>
/// <param name="work">What one call does.</param>
/// <param name="call">Computes once.</param>
/// <param name="check">Null when the result of one call is right, else a sentence.</param>
/// <param name="owned">Disposed of in this order.</param>
internal sealed class DelegateContender(
    string group, string name, int threads, Work work, Action call, Func<string?> check, params IDisposable[] owned)
    : Contender(group, name, threads, work)
{
    /// <inheritdoc/>
    public override string? Check() => check();

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            call();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (IDisposable item in owned)
        {
            item.Dispose();
        }

        base.Dispose();
    }
}
