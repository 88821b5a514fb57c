using NativeGan.Engine.Operations;
using NativeGan.Training.Data;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Samples;

/// <summary>Images as a PNG grid of six rows, with how far their average is from the training images', and how much they differ among themselves.</summary>
/// <param name="dataset">The training images.</param>
/// <param name="scaling">How pixels become the numbers that the samples are in.</param>
public sealed class ImageView(ImageDataset dataset, PixelScaling scaling) : ISampleView
{
    private const int Rows = 6;

    private readonly (double[] Mean, double[] Variance) _real = dataset.Moments();

    /// <summary>Images from left to right: one of each class where the model sees classes, else six.</summary>
    public int Columns { get; init; } = Rows;

    /// <summary>The run, which the pictures carry as text; null for none.</summary>
    public SampleOrigin? Origin { get; init; }

    /// <inheritdoc/>
    public int Count => Rows * Columns;

    /// <inheritdoc/>
    /// <remarks>
    /// <c>mean_distance</c>: root mean square, over the pixels, of the difference between the average sample and the average training image, in
    /// shades from 0 to 1. It falls when the generator finds where ink is.
    /// <c>variance_ratio</c>: variance of the samples over that of the training images, both summed over the pixels. It is near 1 where
    /// samples are as different as the images, and falls when the generator makes the same image of any noise. Neither says how good single
    /// images are.
    /// </remarks>
    public IReadOnlyList<string> Figures { get; } = ["mean_distance", "variance_ratio"];

    /// <summary>What a model's samples are as shades, 0 black to 1 white.</summary>
    public static float[] ToShades(ReadOnlySpan<float> samples, PixelScaling scaling)
    {
        // The inverse of the scaling, by way of the pixels 0 and 255.
        float black = scaling.Invoke(0f), white = scaling.Invoke(255f);
        float[] shades = new float[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            shades[i] = (samples[i] - black) / (white - black);
        }

        return shades;
    }

    /// <inheritdoc/>
    public double[] Measure(ReadOnlySpan<float> samples)
    {
        float[] shades = ToShades(samples, scaling);
        int pixels = dataset.ImageSize, count = shades.Length / pixels;
        double distance = 0, variance = 0;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double mean = 0, square = 0;
            for (int image = 0; image < count; image++)
            {
                double shade = shades[image * pixels + pixel];
                mean += shade / count;
                square += shade * shade / count;
            }

            distance += (mean - _real.Mean[pixel]) * (mean - _real.Mean[pixel]);
            variance += square - mean * mean;
        }

        return [Math.Sqrt(distance / pixels), variance / _real.Variance.Sum()];
    }

    /// <inheritdoc/>
    public void Save(string pathWithoutExtension, long step, ReadOnlySpan<float> samples) =>
        new SampleGrid { Rows = Rows, Columns = Columns, ImageRows = dataset.Rows, ImageColumns = dataset.Columns, Texts = Origin?.TextsOf($"{Count} generated images", step) ?? [] }
            .Save(pathWithoutExtension + ".png", ToShades(samples, scaling), PixelRange.ZeroToOne);
}
