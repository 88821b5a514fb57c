namespace NativeGan.Training.Data;

/// <summary>Shades and labels of a set in a few numbers.</summary>
internal sealed class ImageStatistics
{
    /// <summary>Counts a set once.</summary>
    /// <param name="set">The images.</param>
    public ImageStatistics(ImageDataset set)
    {
        Set = set;
        long[] shades = new long[byte.MaxValue + 1];
        foreach (byte pixel in set.Pixels)
        {
            shades[pixel]++;
        }

        Least = Array.FindIndex(shades, static count => count > 0);
        Most = Array.FindLastIndex(shades, static count => count > 0);
        Mean = shades.Select(static (count, shade) => (double)count * shade).Sum() / set.Pixels.Length;
        ShareOfBlack = (double)shades[0] / set.Pixels.Length;
        Labels = new SortedDictionary<int, int>((set.Labels ?? []).GroupBy(static label => (int)label).ToDictionary(static group => group.Key, static group => group.Count()));
    }

    /// <summary>The images.</summary>
    public ImageDataset Set { get; }

    /// <summary>The darkest pixel.</summary>
    public int Least { get; }

    /// <summary>The lightest pixel.</summary>
    public int Most { get; }

    /// <summary>Mean of all pixels.</summary>
    public double Mean { get; }

    /// <summary>Share of the pixels that are 0.</summary>
    public double ShareOfBlack { get; }

    /// <summary>Images by label; empty where there are no labels.</summary>
    public IReadOnlyDictionary<int, int> Labels { get; }
}
