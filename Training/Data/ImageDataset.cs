using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

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

    /// <summary>The file of the images, for messages; null where there is none.</summary>
    internal string? ImagesFile { get; init; }

    /// <summary>The file of the labels, for messages; null where there is none.</summary>
    internal string? LabelsFile { get; init; }

    /// <summary>SHA-256 of the decompressed IDX file of the labels; null where there is none.</summary>
    internal string? LabelsSha256 { get; init; }

    /// <summary>Whether these are the few images built into the program, instead of the published set.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Pixels of one image.</summary>
    public int ImageSize => ElementCount.Of(Rows, Columns);

    int ITrainingData.SampleSize => ImageSize;

    bool ITrainingData.HasLabels => Labels is not null;

    string ITrainingData.Unit => "images";

    IReadOnlyList<BatchStatistic> ITrainingData.Statistics => [];

    /// <summary>One image's pixels.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * ImageSize, ImageSize);

    ITrainingData ITrainingData.First(int samples) => First(samples);

    /// <inheritdoc/>
    public double[] SampleMean() => Moments().Mean;

    /// <summary>Mean and variance of every pixel over all images, in shades from 0 black to 1 white.</summary>
    /// <returns>Two times [Rows × Columns].</returns>
    public (double[] Mean, double[] Variance) Moments()
    {
        long[] sums = new long[ImageSize], squares = new long[ImageSize];
        for (int image = 0; image < Count; image++)
        {
            ReadOnlySpan<byte> pixels = Image(image);
            for (int pixel = 0; pixel < pixels.Length; pixel++)
            {
                sums[pixel] += pixels[pixel];
                squares[pixel] += pixels[pixel] * pixels[pixel];
            }
        }

        double[] mean = [.. sums.Select(sum => sum / (255.0 * Count))];
        return (mean, [.. squares.Zip(mean, (square, average) => square / (255.0 * 255 * Count) - average * average)]);
    }

    /// <inheritdoc/>
    public IBatchSource CreateBatches(BatchOptions options, IBackend backend) =>
        BatchSources.Create(options, LabelledImages.Of(backend, this, options.Scaling, options.Classes));

    /// <summary>The first images of the set, for training; what is left out can judge the result.</summary>
    /// <param name="images">How many; 0 for all.</param>
    /// <exception cref="InputException">The set has fewer, and is not the one inside the program, which stands in for any.</exception>
    public ImageDataset First(int images)
    {
        if (images == 0 || images == Count || (IsBuiltIn && images > Count))
        {
            return this;
        }

        if (images > Count)
        {
            throw new InputException(
                $"trainingImages: found {images}, {Name} from {Source} has {Count} images. Give --training-images 0 for all of them, or a smaller number.",
                ExitCodes.DataMissing);
        }

        return new ImageDataset
        {
            Name = Name,
            Count = images,
            Rows = Rows,
            Columns = Columns,
            Pixels = Pixels[..(images * ImageSize)],
            Labels = Labels?[..images],
            Sha256 = Sha256,
            Source = Source,
            ImagesFile = ImagesFile,
            LabelsFile = LabelsFile,
            LabelsSha256 = LabelsSha256,
            IsBuiltIn = IsBuiltIn,
        };
    }

    /// <summary>Makes a data set of two IDX files.</summary>
    /// <exception cref="InputException">There are no images, or not as many labels as images.</exception>
    internal static ImageDataset Create(string name, IdxFile images, IdxFile? labels, string source, bool isBuiltIn = false)
    {
        int count = images.Extents[0];
        if (images.Values.Length == 0)
        {
            throw new InputException($"{name} from {source}: there are no images in '{images.Name}'.", ExitCodes.DataMissing);
        }

        if (labels is not null && labels.Extents[0] != count)
        {
            throw new InputException(
                $"{name} from {source}: {count} images and {labels.Extents[0]} labels; '{images.Name}' and '{labels.Name}' do not belong together.",
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
            ImagesFile = images.Name,
            LabelsFile = labels?.Name,
            LabelsSha256 = labels?.Sha256,
            IsBuiltIn = isBuiltIn,
        };
    }
}
