namespace NativeGan.Training.Samples.Figures;

/// <summary>Root mean square, over the pixels, of the difference between the average sample and the average training image.</summary>
/// <remarks>It falls when the generator finds where ink is. It says nothing of single images: the same average again and again has 0.</remarks>
/// <param name="mean">The average training image, in shades.</param>
internal sealed class MeanDistance(double[] mean) : IImageFigure
{
    /// <inheritdoc/>
    public string Name => "mean_distance";

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> shades)
    {
        (double[] average, _) = PixelMoments.Of(shades, mean.Length);
        double sum = 0;
        for (int pixel = 0; pixel < mean.Length; pixel++)
        {
            double difference = average[pixel] - mean[pixel];
            sum += difference * difference;
        }

        return Math.Sqrt(sum / mean.Length);
    }
}
