namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>How the direct algorithms share work: a share is one line of windows or pixels of some images of a batch.</summary>
internal static class ImageShares
{
    // Images of a share at least: tiles are up to 14 rows high, one row for each image.
    private const int SharesPerThread = 6, MinImages = 27;

    // Numbers of the lines that a share reads and writes: they stay in the second-level cache beside a weight row.
    private const int MaxLength = 128 * 1024;

    /// <summary>
    /// Shares of a line: how many make enough shares for the team, and keep a share's lines in the second-level cache.
    /// </summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="batch">Images.</param>
    /// <param name="lines">Lines of an image.</param>
    /// <param name="lineLength">Numbers that are read and written for a line of one image.</param>
    public static int OfLine(ThreadTeam team, int batch, int lines, long lineLength)
    {
        int forThreads = Partition.SharesOfRow(team, SharesPerThread, lines);
        int forCache = (int)Math.Min(Partition.DivideUp(lineLength * batch, MaxLength), batch);
        return Math.Clamp(Math.Max(forThreads, forCache), 1, Math.Max(batch / MinImages, 1));
    }
}
