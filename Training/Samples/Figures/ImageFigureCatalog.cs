using NativeGan.Training.Data;

namespace NativeGan.Training.Samples.Figures;

/// <summary>What is measured of generated images. A new figure is one file and one line here.</summary>
internal static class ImageFigureCatalog
{
    /// <summary>The figures, in the order of their columns.</summary>
    /// <param name="dataset">The training images.</param>
    /// <param name="classes">Classes that the model is asked for, sample after sample in turn; 0 for none.</param>
    public static IReadOnlyList<IImageFigure> For(ImageDataset dataset, int classes)
    {
        (double[] mean, double[] variance) = dataset.Moments();
        ReferenceImages reference = new(dataset, mean);
        List<IImageFigure> figures = [new MeanDistance(mean), new VarianceRatio(variance), new Spacing(reference), new Likeness(reference)];
        if (classes > 0 && dataset.Labels is { } labels)
        {
            figures.Add(new Agreement(dataset, labels, mean, classes));
        }

        return figures;
    }
}
