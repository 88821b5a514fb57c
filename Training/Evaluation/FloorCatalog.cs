using NativeGan.Engine.Backends;
using NativeGan.Models;

namespace NativeGan.Training.Evaluation;

/// <summary>What stands beside every model: sets of images whose worth one knows without measuring.</summary>
internal static class FloorCatalog
{
    private const uint NoiseStream = 0xF100;

    // All the same: more of them change no figure.
    private const int Copies = 100;

    /// <summary>Their names, the best one first and the worst one last.</summary>
    public static IReadOnlyList<string> Names { get; } = ["training images", "k-means", "one image", "mean image", "noise"];

    /// <summary>The images of a floor.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="real">The real images.</param>
    /// <param name="count">As many as the samples that they stand beside; fewer where there are not as many training images, or where all are the same.</param>
    public static float[] Make(string name, RealImages real, int count)
    {
        int train = Math.Min(count, real.Images.Train.Count);
        return name switch
        {
            "training images" => real.TrainShades(0, train),
            "k-means" => KMeans.Centres(real.Images.Train, train, real.Backend),
            "one image" => Repeated(real.TrainShades(0, 1)),
            "mean image" => Repeated(Array.ConvertAll(real.Images.Train.SampleMean(), static mean => (float)mean)),
            "noise" => Noise(count),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such floor."),
        };
    }

    private static float[] Repeated(float[] image) => [.. Enumerable.Repeat(image, Copies).SelectMany(static shades => shades)];

    // Every pixel uniform on [0, 1), image i by draw i: the same for every run.
    private static float[] Noise(int count)
    {
        float[] shades = new float[count * MnistImages.Pixels];
        RandomDraw draw = RandomDraw.Uniform(seed: 1, NoiseStream, low: 0, high: 1);
        for (int index = 0; index < shades.Length; index++)
        {
            shades[index] = (float)draw.NumberAt((ulong)(index / MnistImages.Pixels), index % MnistImages.Pixels);
        }

        return shades;
    }
}
