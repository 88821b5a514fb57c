using NativeGan.Engine.Operations;
using NativeGan.Training.Data;
using NativeGan.Training.Pictures;
using NativeGan.Training.Samples.Figures;

namespace NativeGan.Training.Samples;

/// <summary>Images as a PNG grid of six rows, with the figures of <see cref="ImageFigureCatalog"/>; more are measured than shown.</summary>
/// <param name="dataset">The training images.</param>
/// <param name="scaling">How pixels become the numbers that the samples are in.</param>
/// <param name="classes">Classes that the model is asked for, sample after sample in turn; 0 for none.</param>
public sealed class ImageView(ImageDataset dataset, PixelScaling scaling, int classes = 0) : ISampleView
{
    private const int Rows = 6;

    private readonly IReadOnlyList<IImageFigure> _figures = ImageFigureCatalog.For(dataset, classes);

    /// <summary>Images from left to right: one of each class where the model sees classes, else six.</summary>
    public int Columns => classes > 0 ? classes : Rows;

    /// <summary>The run, which the pictures carry as text; null for none.</summary>
    public SampleOrigin? Origin { get; init; }

    /// <inheritdoc/>
    /// <remarks>More where samples are asked to be of a class: so a share of one in ten is known to 1.3 %.</remarks>
    public int Count => classes > 0 ? 500 : 200;

    /// <inheritdoc/>
    public IReadOnlyList<string> Figures => [.. _figures.Select(figure => figure.Name)];

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
        return [.. _figures.Select(figure => figure.Of(shades))];
    }

    /// <inheritdoc/>
    public void Save(string pathWithoutExtension, long step, ReadOnlySpan<float> samples)
    {
        int shown = Math.Min(samples.Length / dataset.ImageSize, Rows * Columns);
        new SampleGrid
        {
            Rows = (shown + Columns - 1) / Columns,
            Columns = Columns,
            ImageRows = dataset.Rows,
            ImageColumns = dataset.Columns,
            Texts = Origin?.TextsOf($"{shown} generated images", step) ?? [],
        }.Save(pathWithoutExtension + ".png", ToShades(samples[..(shown * dataset.ImageSize)], scaling), PixelRange.ZeroToOne);
    }
}
