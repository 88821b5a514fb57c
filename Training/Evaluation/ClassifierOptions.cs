using NativeGan.Models.Classifiers;
using NativeGan.Training.Data;

namespace NativeGan.Training.Evaluation;

/// <summary>Everything that decides a classifier's numbers, beside its images.</summary>
internal sealed record ClassifierOptions
{
    private const int LeastSteps = 400;

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

    /// <summary>Pixels by which an epoch shifts an image at most, up or down and left or right.</summary>
    public int Shift { get; init; }

    /// <summary>Whether an epoch mirrors half of the images: clothes stay what they are, digits do not.</summary>
    public bool Mirrors { get; init; }

    /// <summary>Share of the old weights in the average that becomes the classifier; see <see cref="WeightAverage"/>.</summary>
    public double AverageKeep { get; init; } = 0.99;

    /// <summary>The options for some images, at least 400 steps: digits are shifted, in twelve passes; clothes are mirrored, and take more channels and ten passes.</summary>
    public static ClassifierOptions For(ImageDataset images)
    {
        bool clothes = images.Name == DatasetCatalog.FashionMnist.Name;
        ClassifierOptions options = clothes
            ? new() { Steps = LeastSteps, Mirrors = true, Design = new ClassifierDesign { SecondChannels = 48 } }
            : new() { Steps = LeastSteps, Shift = 1 };
        return options with { Steps = Math.Max(LeastSteps, (clothes ? 10 : 12) * (long)images.Count / options.BatchSize) };
    }

    /// <summary>The learning rate from a step on.</summary>
    public double LearningRateAt(long step) => LearningRate * (1 - (double)step / Steps);
}
