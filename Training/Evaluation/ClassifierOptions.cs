using NativeGan.Models.Classifiers;

namespace NativeGan.Training.Evaluation;

/// <summary>Everything that decides a classifier's numbers, beside its images.</summary>
internal sealed record ClassifierOptions
{
    private const int Epochs = 5, LeastSteps = 400;

    /// <summary>The network's widths.</summary>
    public ClassifierDesign Design { get; init; } = new();

    /// <summary>Updates in all.</summary>
    public required long Steps { get; init; }

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Images in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate at the first step; it falls to 0 in a straight line, so that it may start at twice Adam's usual 1e-3.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The options for so many images: five passes over them, and at least 400 steps.</summary>
    public static ClassifierOptions For(int images)
    {
        ClassifierOptions options = new() { Steps = LeastSteps };
        return options with { Steps = Math.Max(LeastSteps, Epochs * (long)images / options.BatchSize) };
    }
}
