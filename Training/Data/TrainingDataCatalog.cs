using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>What can be trained on, by kind: images that have to be found, and distributions that are drawn.</summary>
public static class TrainingDataCatalog
{
    /// <summary>The data of a kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="images">Finds images, where it is a set of those.</param>
    /// <exception cref="InputException">The images are not to be had, or damaged.</exception>
    public static ITrainingData Load(DatasetKind kind, DatasetSource images) => FindDistribution(kind) ?? images.Load(kind);

    /// <summary>The distribution of a kind; null for a set of images.</summary>
    public static ITrainingData? FindDistribution(DatasetKind kind) => kind switch
    {
        DatasetKind.Normal => NormalData.Source2,
        DatasetKind.NormalGrid => NormalGridData.Instance,
        _ => null,
    };
}
