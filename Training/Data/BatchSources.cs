namespace NativeGan.Training.Data;

/// <summary>The samplers by the names the command line uses.</summary>
public static class BatchSources
{
    /// <summary>Names for <see cref="BatchOptions.Sampler"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["replacement", "epoch", "shuffle-buffer"];

    /// <summary>The properties of <see cref="BatchOptions"/> that a sampler uses and others do not.</summary>
    public static IReadOnlyList<string> UsesOf(string name) => name == "shuffle-buffer" ? [nameof(BatchOptions.ShuffleBuffer)] : [];

    /// <summary>The sampler that the options name; it takes the images over.</summary>
    public static IBatchSource Create(BatchOptions options, LabelledImages images) => options.Sampler switch
    {
        "replacement" => new ReplacementBatches(images, options.BatchSize, options.Seed),
        "epoch" => new StreamedBatches(images, options.BatchSize, options.BatchesPerStep,
            () => new EpochStream(images.Count, options.Seed)),
        "shuffle-buffer" => new StreamedBatches(images, options.BatchSize, options.BatchesPerStep,
            () => new ShuffleBufferStream(images.Count, options.ShuffleBuffer, options.Seed)),
        _ => throw new ArgumentException($"There is no sampler '{options.Sampler}'; there are {string.Join(", ", Names)}."),
    };
}
