namespace NativeGan.Training.Samples.Figures;

/// <summary>Variance of the samples over that of the training images, both summed over the pixels.</summary>
/// <remarks>
/// It is near 1 where samples differ as the images do, and 0 where the generator makes the same image of any noise. A few images in turns
/// have much of it too: see <see cref="Spacing"/>.
/// </remarks>
/// <param name="variance">The variance of each pixel of the training images, in shades.</param>
internal sealed class VarianceRatio(double[] variance) : IImageFigure
{
    private readonly double _real = variance.Sum();

    /// <inheritdoc/>
    public string Name => "variance_ratio";

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> shades) => PixelMoments.Of(shades, variance.Length).Variance.Sum() / _real;
}
