namespace NativeGan.Training.Samples.Figures;

/// <summary>How far a sample is from the most similar other sample, on average, over the same of training images.</summary>
/// <remarks>It is near 1 where no two samples are more alike than two training images are, and near 0 where all samples are one of a few images.</remarks>
/// <param name="reference">The training images.</param>
internal sealed class Spacing(ReferenceImages reference) : IImageFigure
{
    private readonly double _real = MeanNearest(reference.Others);

    /// <inheritdoc/>
    public string Name => "spacing";

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> shades) => MeanNearest(reference.Center(shades)) / _real;

    private static double MeanNearest(ImageRows images)
    {
        double[] nearest = new double[images.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        for (int i = 0; i < images.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double distance = ImageRows.SquaredDistance(images[i], images[j]);
                nearest[i] = Math.Min(nearest[i], distance);
                nearest[j] = Math.Min(nearest[j], distance);
            }
        }

        return nearest.Average(Math.Sqrt);
    }
}
