using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Suite;

/// <summary>A benchmark class that can say what its methods do, so that columns can turn times into rates.</summary>
internal interface IMeasuredWork
{
    /// <summary>Threads of a method, with the parameters set.</summary>
    int ThreadsOf(string method);

    /// <summary>What one call of a method does, with the parameters set; nothing is allocated or computed for the answer.</summary>
    Work WorkOf(string method);
}
