using NativeGan.Models;

namespace NativeGan.Training.Data;

/// <summary>Images and labels of no meaning, of any size: where a step is tried or traced, not trained.</summary>
public static class MadeUpImages
{
    private const int Fewest = 64;

    /// <summary>The images, as many as a batch and at least 64; the same for the same sizes.</summary>
    /// <param name="batchSize">Images in a batch.</param>
    /// <param name="rows">Pixels from top to bottom.</param>
    /// <param name="columns">Pixels from left to right.</param>
    public static ImageDataset Create(int batchSize, int rows, int columns)
    {
        int count = Math.Max(batchSize, Fewest);
        return new ImageDataset
        {
            Name = "made-up images",
            Count = count,
            Rows = rows,
            Columns = columns,
            Pixels = [.. Enumerable.Range(0, count * rows * columns).Select(static index => (byte)(index * 37 + index / 11))],
            Labels = [.. Enumerable.Range(0, count).Select(static index => (byte)(index % MnistImages.Classes))],
            Sha256 = new string('0', 64),
            Source = "made up",
        };
    }
}
