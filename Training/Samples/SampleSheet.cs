using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Samples;

/// <summary>A picture of as many images as a user asks for: about as wide as high, and refused where it would be too large to be looked at.</summary>
public sealed class SampleSheet
{
    /// <summary>Pixels of a picture in either direction: what browsers and graphics cards show.</summary>
    public const int MostPixels = 16_384;

    private readonly SampleGrid _grid;

    /// <summary>Lays images out.</summary>
    /// <param name="images">How many.</param>
    /// <param name="columnsOf">Columns are a multiple of it: 2 for pairs, the number of classes where they take turns, 1 for images that do not belong together.</param>
    /// <param name="scale">Side of a pixel.</param>
    /// <param name="invert">Dark on light.</param>
    /// <param name="texts">What the PNG carries as text.</param>
    /// <exception cref="InputException">The picture would be too large.</exception>
    public SampleSheet(int images, int columnsOf, int scale, bool invert, IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        int square = (int)Math.Ceiling(Math.Sqrt(images));
        int columns = columnsOf * Math.Max(1, columnsOf <= 2 ? (square + columnsOf - 1) / columnsOf : square / columnsOf);
        _grid = new SampleGrid { Rows = (images + columns - 1) / columns, Columns = columns, Scale = scale, Invert = invert, Texts = texts };
        long width = SizeOf(columns), height = SizeOf(_grid.Rows);
        if (Math.Max(width, height) > MostPixels)
        {
            throw new InputException(
                $"A picture of {images} images would have {width} x {height} pixels at --scale {scale}, at most {MostPixels} x {MostPixels} are written. Give a smaller --count or --scale, or write all of them with --npy FILE.",
                ExitCodes.Usage);
        }

        long SizeOf(long cells) => cells * (_grid.ImageColumns * scale + _grid.Separator) + _grid.Separator;
    }

    /// <summary>Images from left to right.</summary>
    public int Columns => _grid.Columns;

    /// <summary>Images from top to bottom.</summary>
    public int Rows => _grid.Rows;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A PNG.</param>
    /// <param name="shades">The images, 0 black to 1 white.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save(string path, ReadOnlySpan<float> shades) => _grid.Save(path, shades, PixelRange.ZeroToOne);
}
