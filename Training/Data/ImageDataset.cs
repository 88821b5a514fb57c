using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Data;

/// <summary>Gray images of one size and, where known, their classes, as bytes in memory.</summary>
public sealed class ImageDataset : ITrainingData
{
    /// <summary>What to call it in messages and reports: "MNIST", "Fashion-MNIST".</summary>
    public required string Name { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Pixels of an image from top to bottom.</summary>
    public required int Rows { get; init; }

    /// <summary>Pixels of an image from left to right.</summary>
    public required int Columns { get; init; }

    /// <summary>The images one after the other, [Count, Rows, Columns], 0 black to 255 white.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>The class of every image, from 0; null where the source has none.</summary>
    public byte[]? Labels { get; init; }

    /// <summary>SHA-256 of the decompressed IDX file of the images, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where the images came from, for people: a folder, a mirror, the program itself.</summary>
    public required string Source { get; init; }

    /// <summary>Whether these are the few images built into the program, instead of the published set.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Pixels of one image.</summary>
    public int ImageSize => Rows * Columns;

    int ITrainingData.SampleSize => ImageSize;

    bool ITrainingData.HasLabels => Labels is not null;

    string ITrainingData.Unit => "images";

    IReadOnlyList<BatchStatistic> ITrainingData.Statistics => [];

    /// <summary>One image's pixels.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * ImageSize, ImageSize);

    /// <summary>The average of all images, pixel by pixel, from 0 black to 1 white.</summary>
    public double[] MeanImage()
    {
        long[] sums = new long[ImageSize];
        for (int i = 0; i < Pixels.Length; i++)
        {
            sums[i % sums.Length] += Pixels[i];
        }

        return Array.ConvertAll(sums, sum => sum / (255.0 * Count));
    }

    /// <inheritdoc/>
    public IBatchSource CreateBatches(TrainingOptions options, IBackend backend, GanModel model) =>
        BatchSources.Create(options, LabelledImages.Of(backend, this, model.Scaling, model.Classes));

    /// <inheritdoc/>
    public ISampleView CreateView(GanModel model) => new ImageView(this, model);

    /// <summary>Makes a data set of two IDX files.</summary>
    /// <exception cref="InputException">There are no images, or not as many labels as images.</exception>
    internal static ImageDataset Create(string name, IdxFile images, IdxFile? labels, string source, bool isBuiltIn = false)
    {
        int count = images.Extents[0];
        if (images.Values.Length == 0)
        {
            throw new InputException($"{name} from {source}: there are no images in it.", ExitCodes.DataMissing);
        }

        if (labels is not null && labels.Extents[0] != count)
        {
            throw new InputException(
                $"{name} from {source}: {count} images and {labels.Extents[0]} labels; the files do not belong together.",
                ExitCodes.DataMissing);
        }

        return new ImageDataset
        {
            Name = name,
            Count = count,
            Rows = images.Extents[1],
            Columns = images.Extents[2],
            Pixels = images.Values,
            Labels = labels?.Values,
            Sha256 = images.Sha256,
            Source = source,
            IsBuiltIn = isBuiltIn,
        };
    }
}
