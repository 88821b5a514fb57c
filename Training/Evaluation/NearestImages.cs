using NativeGan.Models;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Evaluation;

/// <summary>Images beside the training images that are nearest to them, pixel by pixel: whether something was copied.</summary>
/// <param name="Shades">The images, of which the first ones were looked at.</param>
/// <param name="Nearest">For each image looked at, the number of the training image.</param>
/// <param name="Distances">For each image looked at, the Euclidean distance of the shades; from a black to a white image it is 28.</param>
internal sealed record NearestImages(float[] Shades, int[] Nearest, double[] Distances)
{
    private const int Most = 1000, PairsOfAKind = 16, PairsOfARow = 4;

    /// <summary>Looks at the first images of a set, 1,000 at most, and at all training images.</summary>
    public static NearestImages Of(ImageSet set, RealImages real)
    {
        const int pixels = MnistImages.Pixels, trainAtOnce = 10_000;
        ReadOnlySpan<float> looked = set.Images(0, Math.Min(Most, set.Count));
        double[] norms = SquaredDistances.SquaredNorms(looked, pixels), least = new double[norms.Length];
        int[] nearest = new int[norms.Length];
        Array.Fill(least, double.PositiveInfinity);
        for (int start = 0; start < real.Images.Train.Count; start += trainAtOnce)
        {
            float[] train = real.TrainShades(start, Math.Min(trainAtOnce, real.Images.Train.Count - start));
            new SquaredDistances(real.Backend, pixels).Visit(looked, train, (row, column, columns, block) =>
            {
                for (int index = 0; index < block.Length; index++)
                {
                    int image = row + index / columns;
                    if (norms[image] + block[index] < least[image])
                    {
                        (least[image], nearest[image]) = (norms[image] + block[index], start + column + index % columns);
                    }
                }
            });
        }

        return new NearestImages(set.Shades, nearest, [.. nearest.Select((train, image) => Distance(set.Images(image, 1), real.TrainShades(train, 1)))]);
    }

    /// <summary>The pairs of the picture: the first images in their order, then those nearest to a training image, the nearest first.</summary>
    public IReadOnlyList<int> Shown => [.. Enumerable.Range(0, Nearest.Length).Take(PairsOfAKind),
        .. Enumerable.Range(0, Nearest.Length).OrderBy(image => Distances[image]).ThenBy(image => image).Take(PairsOfAKind)];

    /// <summary>Draws the pairs, four a row: each image, and to its right the training image.</summary>
    public void Save(string path, RealImages real)
    {
        IReadOnlyList<int> shown = Shown;
        SampleGrid grid = new()
        {
            Rows = (shown.Count + PairsOfARow - 1) / PairsOfARow,
            Columns = 2 * PairsOfARow,
            Texts = [new("Description", $"Pairs of a sample and the training image nearest to it, {PairsOfARow} a row: the first samples, then the nearest pairs; distances "
                + string.Join(", ", shown.Select(image => FormattableString.Invariant($"{Distances[image]:F2}"))))],
        };
        grid.Save(path, [.. shown.SelectMany(image => Shades[(image * MnistImages.Pixels)..((image + 1) * MnistImages.Pixels)].Concat(real.TrainShades(Nearest[image], 1)))], PixelRange.ZeroToOne);
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int index = 0; index < a.Length; index++)
        {
            sum += ((double)a[index] - b[index]) * ((double)a[index] - b[index]);
        }

        return Math.Sqrt(sum);
    }
}
