namespace NativeGan.Engine.Operations;

/// <summary>The stride, padding and layout of a convolution, in two dimensions.</summary>
/// <param name="StrideDown">Pixels between neighbouring windows along the height; 1 or more.</param>
/// <param name="StrideAcross">Pixels between neighbouring windows along the width; 1 or more.</param>
/// <param name="Padding">Zeros around the images; for a transposed convolution, what is cut off its result.</param>
/// <param name="Layout">The order of the axes, of images and weights alike.</param>
public readonly record struct ConvolutionGeometry(int StrideDown, int StrideAcross, ConvolutionPadding Padding, ImageLayout Layout = ImageLayout.ChannelsLast)
{
    /// <summary>The same stride both ways.</summary>
    public ConvolutionGeometry(int stride, ConvolutionPadding padding, ImageLayout layout = ImageLayout.ChannelsLast) : this(stride, stride, padding, layout)
    {
    }
}

/// <summary>The order of the axes of images and of weights.</summary>
public enum ImageLayout
{
    /// <summary>
    /// Images [batch, height, width, channels]; weights [height, width, in, out], transposed [height, width, out, in]: Keras and
    /// TensorFlow. The engine's own order: nothing is moved.
    /// </summary>
    ChannelsLast,

    /// <summary>
    /// Images [batch, channels, height, width]; weights [out, in, height, width], transposed [in, out, height, width]: PyTorch.
    /// Images and weights are transposed on the way in, results on the way out.
    /// </summary>
    ChannelsFirst,
}

/// <summary>Zeros around images: so many on each side, or as many as "same" takes.</summary>
public readonly record struct ConvolutionPadding
{
    private ConvolutionPadding(int top, int left, int bottom, int right, bool isSame) =>
        (Top, Left, Bottom, Right, IsSame) = (top, left, bottom, right, isSame);

    /// <summary>No zeros: only windows that lie inside the image. Keras: "valid".</summary>
    public static ConvolutionPadding None => default;

    /// <summary>
    /// As many zeros as give ⌈extent/stride⌉ windows, or, transposed, extent·stride pixels; an odd one goes after the image.
    /// Keras and TensorFlow: "same".
    /// </summary>
    public static ConvolutionPadding Same => new(0, 0, 0, 0, isSame: true);

    /// <summary>Rows above the image.</summary>
    public int Top { get; }

    /// <summary>Columns left of it.</summary>
    public int Left { get; }

    /// <summary>Rows below it.</summary>
    public int Bottom { get; }

    /// <summary>Columns right of it.</summary>
    public int Right { get; }

    /// <summary>Whether the numbers follow from the image: <see cref="Same"/>.</summary>
    public bool IsSame { get; }

    /// <summary>So many zeros on every side.</summary>
    public static ConvolutionPadding Symmetric(int zeros) => Sides(zeros, zeros, zeros, zeros);

    /// <summary>So many zeros on each side; 0 or more.</summary>
    public static ConvolutionPadding Sides(int top, int left, int bottom, int right) => new(top, left, bottom, right, isSame: false);

    /// <summary>The numbers, or <c>same</c>.</summary>
    public override string ToString() => IsSame ? "same" : $"[{Top}, {Left}, {Bottom}, {Right}]";
}
