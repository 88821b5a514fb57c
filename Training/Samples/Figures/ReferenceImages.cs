using NativeGan.Training.Data;

namespace NativeGan.Training.Samples.Figures;

/// <summary>A few training images, evenly out of all, that samples are held against.</summary>
internal sealed class ReferenceImages
{
    private const int MostImages = 500, MostOthers = 200;

    private readonly double[] _mean;

    /// <summary>Picks the images.</summary>
    /// <param name="dataset">The training images.</param>
    /// <param name="mean">Their average, in shades.</param>
    public ReferenceImages(ImageDataset dataset, double[] mean)
    {
        _mean = mean;

        // Every other picked image is one of the others. A set that is too small for that is its own other.
        int picked = Math.Min(2 * MostImages, dataset.Count);
        int[] places = [.. Enumerable.Range(0, picked).Select(index => (int)((long)index * dataset.Count / picked))];
        bool isLarge = dataset.Count >= 2 * MostImages;
        Images = Center(ShadesOf(dataset, isLarge ? places.Where((_, index) => index % 2 == 0) : places.Take(MostImages)));
        Others = Center(ShadesOf(dataset, isLarge ? places.Where((_, index) => index % 5 == 1) : places.Take(MostOthers)));
    }

    /// <summary>Images that samples should be like.</summary>
    public ImageRows Images { get; }

    /// <summary>Other images: what perfect samples would be.</summary>
    public ImageRows Others { get; }

    /// <summary>Images less the average training image.</summary>
    /// <param name="shades">Image after image, 0 black to 1 white.</param>
    public ImageRows Center(ReadOnlySpan<float> shades) => new(shades, _mean);

    private static float[] ShadesOf(ImageDataset dataset, IEnumerable<int> images)
    {
        List<float> shades = [];
        foreach (int image in images)
        {
            foreach (byte pixel in dataset.Image(image))
            {
                shades.Add(pixel / 255f);
            }
        }

        return [.. shades];
    }
}
