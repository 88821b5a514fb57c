namespace NativeGan.Training.Samples.Figures;

/// <summary>How much a sample is like the training image that it is most like, on average, over the same of other training images.</summary>
/// <remarks>
/// Two images are alike by the cosine of the angle between them, after the average training image was taken from both: contrast does not
/// count, and being near the average does not help. It is near 1 for training images, and far below for noise and for blobs.
/// </remarks>
/// <param name="reference">The training images.</param>
internal sealed class Likeness(ReferenceImages reference) : IImageFigure
{
    private readonly double _real = MeanBest(reference.Others, reference.Images);

    /// <inheritdoc/>
    public string Name => "likeness";

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> shades) => MeanBest(reference.Center(shades), reference.Images) / _real;

    private static double MeanBest(ImageRows images, ImageRows among)
    {
        double sum = 0;
        for (int i = 0; i < images.Count; i++)
        {
            double best = -1;
            for (int j = 0; j < among.Count; j++)
            {
                best = Math.Max(best, images.Cosine(i, among, j));
            }

            sum += best;
        }

        return sum / images.Count;
    }
}
