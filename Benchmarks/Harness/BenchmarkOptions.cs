namespace NativeGan.Benchmarks.Harness;

/// <summary>What a command was asked for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Half a minute at most.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Numbers of threads, in ascending order.</summary>
    public required int[] Threads { get; init; }

    /// <summary>What to compute, in the command's own terms.</summary>
    public string? Shapes { get; init; }

    /// <summary>Blocks of each contender.</summary>
    public required int Rounds { get; init; }

    /// <summary>Folder for files.</summary>
    public string? Out { get; init; }

    /// <summary>An earlier report.</summary>
    public string? Baseline { get; init; }

    /// <summary>Share by which we may be slower than the baseline.</summary>
    public double FailOver { get; init; } = 0.1;

    /// <summary>Which networks <c>step</c> trains.</summary>
    public string Model { get; init; } = "s4";

    /// <summary>Where <c>profile</c> and <c>gpu</c> compute.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Folder of the training images; null to look in the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>Steps that <c>gpu</c> trains.</summary>
    public long Steps { get; init; }

    /// <summary>Time limit of <c>gpu</c>; null for none.</summary>
    public double? Minutes { get; init; }

    /// <summary>Names of the stages that <c>gpu</c> runs; their order is that of the stages.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>What <c>step</c> varies: batch, width, threads; null for nothing.</summary>
    public string? Scale { get; init; }

    /// <summary>The Python of the PyTorch peer.</summary>
    public string? Peer { get; init; }

    /// <summary>What was typed.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The most threads asked for.</summary>
    public int MostThreads => Threads[^1];
}
