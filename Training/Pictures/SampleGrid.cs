using NativeGan.Models;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Pictures;

/// <summary>Lays out images of one size in rows and columns, with a separator around each, for one PNG.</summary>
/// <remarks>
/// At the edges: values outside the range are clamped and NaN is black; where there are fewer images than cells, the
/// remaining cells keep the separator's gray. A 6×6 grid of 28×28 at the default scale is 518 pixels wide.
/// </remarks>
public sealed class SampleGrid
{
    /// <summary>Cells from top to bottom.</summary>
    public required int Rows { get; init; }

    /// <summary>Cells from left to right.</summary>
    public required int Columns { get; init; }

    /// <summary>Pixels of an image from top to bottom, 28 for MNIST.</summary>
    public int ImageRows { get; init; } = MnistImages.Side;

    /// <summary>Pixels of an image from left to right, 28 for MNIST.</summary>
    public int ImageColumns { get; init; } = MnistImages.Side;

    /// <summary>Every pixel becomes a square of this side; 3 by default.</summary>
    public int Scale { get; init; } = 3;

    /// <summary>Width of the lines between and around the images, in pixels of the grid; 2 by default.</summary>
    public int Separator { get; init; } = 2;

    /// <summary>Gray of those lines, 0 to 255.</summary>
    public byte SeparatorGray { get; init; } = 80;

    /// <summary>Whether black and white are exchanged: dark digits on white paper.</summary>
    public bool Invert { get; init; }

    /// <summary>Keywords and texts that the PNG carries; see <see cref="PngWriter"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; init; } = [];

    /// <summary>Width of the whole grid, in pixels.</summary>
    public int Width => Columns * (ImageColumns * Scale + Separator) + Separator;

    /// <summary>Height of the whole grid, in pixels.</summary>
    public int Height => Rows * (ImageRows * Scale + Separator) + Separator;

    /// <summary>A network's value as a gray: rounded to the nearest of 0 to 255.</summary>
    public static byte ToGray(float value, PixelRange range)
    {
        float unit = range == PixelRange.ZeroToOne ? value : (value + 1f) * 0.5f;
        return unit > 0f ? (byte)(MathF.Min(unit, 1f) * 255f + 0.5f) : (byte)0; // a NaN fails the comparison
    }

    /// <summary>The grid's pixels, row after row, of images in a network's numbers.</summary>
    /// <exception cref="ArgumentException">The values are not whole images, or more than the grid has cells.</exception>
    public byte[] Render(ReadOnlySpan<float> images, PixelRange range)
    {
        var grays = new byte[images.Length];
        for (int index = 0; index < grays.Length; index++)
        {
            grays[index] = ToGray(images[index], range);
        }

        return Render(grays);
    }

    /// <summary>The grid's pixels, row after row, of images in bytes.</summary>
    /// <exception cref="ArgumentException">The values are not whole images, or more than the grid has cells.</exception>
    public byte[] Render(ReadOnlySpan<byte> images)
    {
        int imageSize = ImageRows * ImageColumns;
        if (images.Length % imageSize != 0 || images.Length / imageSize > Rows * Columns)
        {
            throw new ArgumentException(
                $"SampleGrid: {images.Length} values are not up to {Rows * Columns} images of {ImageRows}×{ImageColumns}.",
                nameof(images));
        }

        var pixels = new byte[Width * Height];
        Array.Fill(pixels, SeparatorGray);
        for (int image = 0; image < images.Length / imageSize; image++)
        {
            int top = image / Columns * (ImageRows * Scale + Separator) + Separator;
            int left = image % Columns * (ImageColumns * Scale + Separator) + Separator;
            Paint(images.Slice(image * imageSize, imageSize), pixels, top, left);
        }

        return pixels;
    }

    /// <summary>Writes the grid as a PNG.</summary>
    /// <exception cref="ArgumentException">The values are not whole images, or more than the grid has cells.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Save(string path, ReadOnlySpan<float> images, PixelRange range) =>
        PngWriter.WriteGray(path, Width, Height, Render(images, range), Texts);

    /// <summary>Writes the grid as a PNG.</summary>
    /// <exception cref="ArgumentException">The values are not whole images, or more than the grid has cells.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Save(string path, ReadOnlySpan<byte> images) => PngWriter.WriteGray(path, Width, Height, Render(images), Texts);

    private void Paint(ReadOnlySpan<byte> image, byte[] pixels, int top, int left)
    {
        for (int row = 0; row < ImageRows; row++)
        {
            Span<byte> first = pixels.AsSpan((top + row * Scale) * Width + left, ImageColumns * Scale);
            for (int column = 0; column < ImageColumns; column++)
            {
                byte gray = image[row * ImageColumns + column];
                first.Slice(column * Scale, Scale).Fill(Invert ? (byte)(255 - gray) : gray);
            }

            for (int copy = 1; copy < Scale; copy++)
            {
                first.CopyTo(pixels.AsSpan((top + row * Scale + copy) * Width + left));
            }
        }
    }
}
