using NativeGan.Engine.Operations;

namespace NativeGan.Training.Data;

/// <summary>What a run asks of its batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Samples in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Batches that one step takes.</summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>How images are drawn, one of <see cref="BatchSources.Names"/>.</summary>
    public string Sampler { get; init; } = "replacement";

    /// <summary>Images in the shuffle buffer, where that is the sampler.</summary>
    public int ShuffleBuffer { get; init; } = 10_000;

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How pixels become the model's numbers.</summary>
    public PixelScaling Scaling { get; init; } = PixelScaling.ZeroToOne;

    /// <summary>Classes that the model sees; 0 for none.</summary>
    public int Classes { get; init; }
}
