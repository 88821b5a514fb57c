using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>How the matrix of columns of a convolution is cut into blocks, each of which is used while it is in cache.</summary>
/// <remarks>
/// The matrix has weight height × weight width times as many numbers as the images, 20 MB for 64 images of 14×14×64 under a
/// weight of 5×5 and a stride of 2.
/// </remarks>
internal static class ColumnBlocks
{
    // Numbers of a block, about: 256 KB of a second-level cache of 1 MB (2 MB took a tenth to a fourth longer at 28×28×1).
    // Blocks of long rows are 2 MB: half of that loads and stores the sums of a weight gradient twice as often.
    private const int Length = 64 * 1024, LengthOfLongRows = 512 * 1024, LongRow = 256;

    /// <summary>Lines of windows of a block, 1 to <paramref name="lines"/>.</summary>
    public static int LinesOfBlock(in ConvolutionWindow window, int lines) =>
        CountOf((long)window.Across.Output * window.RowLength, window.RowLength, lines);

    /// <summary>Images of a block, 1 to the batch, where a row of columns takes <paramref name="rowLength"/> numbers.</summary>
    public static int ImagesOfBlock(in ConvolutionWindow window, int rowLength) =>
        CountOf((long)window.Down.Output * window.Across.Output * rowLength, rowLength, window.Batch);

    private static int CountOf(long numbers, int rowLength, int most) =>
        (int)Math.Clamp((rowLength < LongRow ? Length : LengthOfLongRows) / Math.Max(numbers, 1), 1, Math.Max(most, 1));
}
