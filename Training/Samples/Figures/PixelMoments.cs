namespace NativeGan.Training.Samples.Figures;

/// <summary>Mean and variance of every pixel over some images.</summary>
internal static class PixelMoments
{
    /// <summary>The moments.</summary>
    /// <param name="shades">Image after image.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <returns>Two times [pixels].</returns>
    public static (double[] Mean, double[] Variance) Of(ReadOnlySpan<float> shades, int pixels)
    {
        double[] mean = new double[pixels], squares = new double[pixels];
        int count = shades.Length / pixels;
        for (int i = 0; i < count * pixels; i++)
        {
            mean[i % pixels] += shades[i] / (double)count;
            squares[i % pixels] += shades[i] * (double)shades[i] / count;
        }

        return (mean, [.. squares.Zip(mean, (square, average) => square - average * average)]);
    }
}
