namespace NativeGan.Training.Data;

/// <summary>Images and labels of no meaning, of any size: where a step is tried or traced, not trained.</summary>
public static class MadeUpImages
{
    private const int Classes = 10;

    /// <summary>The images; the same for the same sizes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rows">Pixels from top to bottom.</param>
    /// <param name="columns">Pixels from left to right.</param>
    public static ImageDataset Create(int count, int rows, int columns) => new()
    {
        Name = "made-up images",
        Count = count,
        Rows = rows,
        Columns = columns,
        Pixels = [.. Enumerable.Range(0, count * rows * columns).Select(static index => (byte)(index * 37 + index / 11))],
        Labels = [.. Enumerable.Range(0, count).Select(static index => (byte)(index % Classes))],
        Sha256 = new string('0', 64),
        Source = "made up",
    };
}
