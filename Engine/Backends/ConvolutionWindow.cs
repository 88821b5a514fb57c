namespace NativeGan.Engine.Backends;

/// <summary>The windows that a convolution's weight visits in a batch of images stored as [batch, height, width, channels].</summary>
/// <remarks>
/// Two layouts belong to it: the images, and the columns [<see cref="Rows"/>, <see cref="RowLength"/>] with one window a row,
/// in the order batch, position down, position across; within a row weight row, weight column, channel. Elements of a window
/// that lie outside the image count as 0.
/// </remarks>
/// <param name="Batch">Images.</param>
/// <param name="Down">Windows along the height.</param>
/// <param name="Across">Windows along the width.</param>
/// <param name="Channels">Numbers a pixel.</param>
public readonly record struct ConvolutionWindow(int Batch, WindowAxis Down, WindowAxis Across, int Channels)
{
    /// <summary>Windows in all.</summary>
    public int Rows => ElementCount.Of(Batch, Down.Output, Across.Output);

    /// <summary>Numbers in a window.</summary>
    public int RowLength => ElementCount.Of(Down.Size, Across.Size, Channels);

    /// <summary>Numbers in all windows.</summary>
    public int ColumnCount => ElementCount.Of(Batch, Down.Output, Across.Output, Down.Size, Across.Size, Channels);

    /// <summary>Numbers in all images.</summary>
    public int ImageCount => ElementCount.Of(Batch, Down.Extent, Across.Extent, Channels);

    /// <summary>Whether the columns are the images, number by number: windows of one pixel, or one window that is the image.</summary>
    public bool IsReshape => (Down.IsEveryElement && Across.IsEveryElement) || (Down.IsWhole && Across.IsWhole);
}

/// <summary>Windows along one axis: <see cref="Output"/> of them, of <paramref name="Size"/> elements, <paramref name="Stride"/> apart.</summary>
/// <param name="Extent">Elements along the axis.</param>
/// <param name="Size">Elements in a window, at least 1.</param>
/// <param name="Stride">Distance between neighbouring windows, at least 1.</param>
/// <param name="Before">Zeros before the first element; the first window starts there.</param>
/// <param name="After">Zeros after the last element.</param>
/// <exception cref="ShapeException">Extent and zeros together are more than 2³¹ − 1, so that a place in them is no int.</exception>
public readonly record struct WindowAxis(int Extent, int Size, int Stride, int Before, int After)
{
    /// <summary>Windows that fit: (extent + before + after − size)/stride + 1, rounded down.</summary>
    public int Output { get; } = Windows(Extent, Size, Stride, Before, After);

    /// <summary>The windows whose element at <paramref name="element"/> lies inside: 0 ≤ i·stride + element − before &lt; extent. End is past the last.</summary>
    public (int First, int End) WindowsOver(int element)
    {
        int missing = Before - element, past = Extent + missing;
        int first = missing > 0 ? (missing - 1) / Stride + 1 : 0;
        int end = past > 0 ? Math.Min((past - 1) / Stride + 1, Output) : 0;
        return (first, end);
    }

    internal bool IsEveryElement => Size == 1 && Stride == 1 && Before == 0 && After == 0;

    internal bool IsWhole => Size == Extent && Before == 0 && After == 0;

    private static int Windows(int extent, int size, int stride, int before, int after) =>
        (int)((ElementCount.Extent((long)extent + before + after, "Windows over padded images") - (long)size) / stride + 1);
}
