using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Output;

namespace NativeGan.Training.Samples;

/// <summary>Images as a PNG grid of 6 × 6, and how far their average is from the training images'.</summary>
/// <param name="dataset">The training images.</param>
/// <param name="model">Whose numbers they are in.</param>
public sealed class ImageView(ImageDataset dataset, GanModel model) : ISampleView
{
    private const int Side = 6;

    private readonly double[] _meanImage = dataset.MeanImage();

    /// <inheritdoc/>
    public int Count => Side * Side;

    /// <inheritdoc/>
    /// <remarks>
    /// <c>mean_distance</c>: root mean square, over the pixels, of the difference between the average sample and the average training image, in
    /// shades from 0 to 1. It falls when the generator finds where ink is; it says nothing of how good single images are.
    /// </remarks>
    public IReadOnlyList<string> Figures { get; } = ["mean_distance"];

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
        float[] shades = ToShades(samples, model.Scaling);
        int pixels = _meanImage.Length, count = shades.Length / pixels;
        double sum = 0;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double mean = 0;
            for (int image = 0; image < count; image++)
            {
                mean += shades[image * pixels + pixel];
            }

            double difference = mean / count - _meanImage[pixel];
            sum += difference * difference;
        }

        return [Math.Sqrt(sum / pixels)];
    }

    /// <inheritdoc/>
    public void Save(string pathWithoutExtension, ReadOnlySpan<float> samples) =>
        new SampleGrid { Rows = Side, Columns = Side, ImageRows = dataset.Rows, ImageColumns = dataset.Columns }
            .Save(pathWithoutExtension + ".png", ToShades(samples, model.Scaling), PixelRange.ZeroToOne);
}
