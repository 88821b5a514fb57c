using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Training.Data;

namespace NativeGan.Training.Evaluation;

/// <summary>Centres of clusters of training images, found class by class: images that nobody drew, each close to many real ones.</summary>
/// <remarks>
/// Lloyd's algorithm, five rounds from images spread evenly over the class. Clusters within the classes cost a tenth of clusters over all, and
/// an image's nearest centre is of its class anyway. A centre that loses all its images stays where it is.
/// Source: Lloyd, IEEE Trans. Information Theory 28 (1982).
/// </remarks>
internal static class KMeans
{
    private const int Rounds = 5;

    /// <summary>Centres, class after class.</summary>
    /// <param name="images">With labels.</param>
    /// <param name="count">How many; each class has as many to within one, or as many as it has images.</param>
    /// <param name="backend">Where the distances are computed.</param>
    public static float[] Centres(ImageDataset images, int count, IBackend backend)
    {
        List<float> centres = [];
        for (int label = 0; label < MnistImages.Classes; label++)
        {
            int[] members = [.. Enumerable.Range(0, images.Count).Where(image => images.Labels![image] == label)];
            int wanted = Math.Min(members.Length, count / MnistImages.Classes + (label < count % MnistImages.Classes ? 1 : 0));
            if (wanted > 0)
            {
                centres.AddRange(CentresOf([.. members.SelectMany(image => Shades(images.Image(image)))], wanted, backend));
            }
        }

        return [.. centres];
    }

    private static float[] CentresOf(float[] images, int count, IBackend backend)
    {
        const int pixels = MnistImages.Pixels;
        int all = images.Length / pixels;
        float[] centres = [.. Enumerable.Range(0, count).SelectMany(centre => images.AsSpan((int)((long)centre * all / count) * pixels, pixels).ToArray())];
        for (int round = 0; round < Rounds; round++)
        {
            double[] sums = new double[centres.Length];
            int[] members = new int[count];
            new SquaredDistances(backend, pixels).Visit(images, centres, (first, _, columns, block) =>
            {
                for (int offset = 0; offset < block.Length / columns; offset++)
                {
                    ReadOnlySpan<float> line = block.Slice(offset * columns, columns);
                    int nearest = 0;
                    for (int centre = 1; centre < line.Length; centre++)
                    {
                        nearest = line[centre] < line[nearest] ? centre : nearest;
                    }

                    members[nearest]++;
                    for (int pixel = 0; pixel < pixels; pixel++)
                    {
                        sums[nearest * pixels + pixel] += images[(first + offset) * pixels + pixel];
                    }
                }
            });
            for (int index = 0; index < sums.Length; index++)
            {
                centres[index] = members[index / pixels] > 0 ? (float)(sums[index] / members[index / pixels]) : centres[index];
            }
        }

        return centres;
    }

    private static float[] Shades(ReadOnlySpan<byte> pixels)
    {
        float[] shades = new float[pixels.Length];
        for (int pixel = 0; pixel < shades.Length; pixel++)
        {
            shades[pixel] = PixelScaling.ZeroToOne.Invoke((float)pixels[pixel]);
        }

        return shades;
    }
}
