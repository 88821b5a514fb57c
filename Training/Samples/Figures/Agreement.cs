using NativeGan.Training.Data;

namespace NativeGan.Training.Samples.Figures;

/// <summary>Share of samples that are more like the average training image of the class that was asked for than like any other class's.</summary>
/// <remarks>
/// Alike as in <see cref="Likeness"/>. A generator that ignores its condition has one over the number of classes: 10 % for digits. No
/// classifier is needed: of MNIST's own test images about four in five are read so.
/// </remarks>
internal sealed class Agreement : IImageFigure
{
    private readonly double[] _mean;
    private readonly int _classes;
    private readonly ImageRows _classMeans;

    /// <summary>Finds the average image of each class.</summary>
    /// <param name="dataset">The training images.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="mean">The average training image, in shades.</param>
    /// <param name="classes">How many there are; sample i is asked to be of class i mod this.</param>
    public Agreement(ImageDataset dataset, byte[] labels, double[] mean, int classes)
    {
        (_mean, _classes) = (mean, classes);
        int pixels = dataset.ImageSize;
        long[] sums = new long[classes * pixels], counts = new long[classes];
        for (int image = 0; image < dataset.Count; image++)
        {
            if (labels[image] >= classes)
            {
                continue; // the batches refuse it, with its number
            }

            counts[labels[image]]++;
            Span<long> sum = sums.AsSpan(labels[image] * pixels, pixels);
            ReadOnlySpan<byte> pixelsOfImage = dataset.Image(image);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                sum[pixel] += pixelsOfImage[pixel];
            }
        }

        _classMeans = new ImageRows(
            [.. sums.Select((sum, index) => counts[index / pixels] == 0 ? (float)mean[index % pixels] : sum / (255f * counts[index / pixels]))], mean);
    }

    /// <inheritdoc/>
    public string Name => "agreement";

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> shades)
    {
        ImageRows images = new(shades, _mean);
        int agreed = 0;
        for (int image = 0; image < images.Count; image++)
        {
            agreed += ClassOf(images, image) == image % _classes ? 1 : 0;
        }

        return agreed / (double)images.Count;
    }

    private int ClassOf(ImageRows images, int image)
    {
        (int nearest, double best) = (-1, double.NegativeInfinity);
        for (int candidate = 0; candidate < _classes; candidate++)
        {
            double cosine = images.Cosine(image, _classMeans, candidate);
            if (cosine > best)
            {
                (nearest, best) = (candidate, cosine);
            }
        }

        return nearest;
    }
}
