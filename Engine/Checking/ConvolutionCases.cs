using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>The primitives of a convolution: Unfold, Fold, Convolution, TransposedConvolution, WeightGradient.</summary>
public static class ConvolutionCases
{
    /// <summary>Windows: overlapping, apart, of one pixel, of the whole image, wholly outside it, of nothing, and enough for
    /// several threads.</summary>
    public static IReadOnlyList<ConvolutionWindow> Windows { get; } =
    [
        new(1, new(1, 1, 1, 0, 0), new(1, 1, 1, 0, 0), 1),
        new(2, new(5, 3, 1, 1, 1), new(7, 3, 1, 1, 1), 3),
        new(3, new(7, 5, 2, 1, 2), new(8, 5, 2, 2, 2), 2),
        new(2, new(9, 2, 3, 0, 0), new(11, 1, 4, 0, 1), 5), // pixels between windows
        new(2, new(3, 2, 1, 4, 5), new(2, 3, 2, 5, 4), 4), // padding larger than the weight: windows of nothing but zeros
        new(2, new(6, 6, 1, 0, 0), new(4, 4, 3, 0, 0), 17),
        new(4, new(5, 1, 1, 0, 0), new(3, 1, 1, 0, 0), 33),
        new(2, new(4, 1, 2, 0, 0), new(6, 1, 2, 0, 0), 16),
        new(2, new(3, 7, 2, 4, 3), new(2, 9, 1, 5, 6), 1), // weight larger than the image
        new(0, new(5, 3, 1, 1, 1), new(7, 3, 1, 1, 1), 3),
        new(8, new(28, 5, 2, 1, 2), new(28, 5, 2, 1, 2), 1),
        new(3, new(14, 5, 2, 1, 2), new(14, 5, 2, 1, 2), 64),
        new(2, new(13, 4, 2, 1, 1), new(15, 4, 2, 1, 1), 21),
        new(15, new(14, 5, 2, 1, 2), new(14, 5, 2, 1, 2), 64), // 1,176,000 numbers in columns: more than one block on the processor

        // Enough images and channels to be read without unfolding: the same on the processor.
        new(17, new(5, 3, 1, 1, 1), new(7, 3, 1, 1, 1), 16),
        new(30, new(7, 5, 2, 1, 2), new(6, 5, 2, 2, 2), 32),
        new(9, new(3, 2, 1, 4, 5), new(2, 3, 2, 5, 4), 16), // windows of nothing but zeros
        new(9, new(9, 2, 3, 0, 0), new(11, 1, 4, 0, 1), 48), // pixels between windows
        new(8, new(6, 7, 2, 4, 3), new(5, 9, 1, 5, 6), 16), // weight larger than the image

        // Few channels, read from padded copies on the processor: lines of two tiles, of unequal ones, and an image of several
        // shares.
        new(1, new(28, 3, 1, 1, 1), new(28, 3, 1, 1, 1), 1),
        new(18, new(9, 5, 2, 0, 0), new(33, 5, 2, 2, 2), 4),
        new(1, new(40, 3, 1, 0, 0), new(90, 3, 1, 1, 1), 3),
        new(3, new(9, 3, 2, 1, 1), new(11, 4, 1, 1, 2), 1),
        new(2, new(9, 1, 2, 0, 0), new(11, 1, 2, 0, 0), 2),

        // One channel, folded by vectors: pixels between windows, windows of zeros, lines of several vectors.
        new(2, new(9, 2, 3, 0, 0), new(61, 1, 4, 0, 1), 1),
        new(3, new(4, 9, 1, 5, 6), new(37, 3, 2, 4, 5), 1),

        // A weight of 614 KB for 64 outputs: one row of it at a time on the processor.
        new(9, new(5, 5, 1, 2, 2), new(5, 5, 2, 2, 2), 96),
    ];

    /// <summary>Every primitive for every window.</summary>
    public static IEnumerable<PrimitiveCase> All => Windows.SelectMany(Of);

    // Channels on the other side: one, a few, whole tiles and unequal ones where there is an algorithm for them.
    private static IEnumerable<PrimitiveCase> Of(ConvolutionWindow window)
    {
        int[] outputs = window.Channels <= 4 ? [1, 21, 64, 80] : window.Batch >= 8 && window.Channels >= 16 ? [1, 21, 64] : [1, 21];
        return
        [
            Unfold(window), Fold(window), FoldWithRow(window),
            .. outputs.SelectMany(count => new[]
            {
                Convolution(window, count), TransposedConvolution(window, count),
                WeightGradient(window, count, MatMulAddend.None), WeightGradient(window, count, MatMulAddend.Matrix),
            }),
        ];
    }

    private static PrimitiveCase Unfold(ConvolutionWindow window) => new(
        "Unfold", Size(window), [Operand.Numbers(window.ImageCount, 14), Operand.Blank(window.ColumnCount)], [1],
        (backend, b) => backend.Unfold(window, b[0], b[1]), Tolerance.Exact);

    private static PrimitiveCase Fold(ConvolutionWindow window) => new(
        "Fold", Size(window), [Operand.Numbers(window.ColumnCount, 15), Operand.Blank(window.ImageCount)], [1],
        (backend, b) => backend.Fold(window, b[0], null, default(Identity), b[1]), OfFold(window), Terms: TermsOfFold(window));

    private static PrimitiveCase FoldWithRow(ConvolutionWindow window) => new(
        "Fold", $"{Size(window)} + row", [Operand.Numbers(window.ColumnCount, 15), Operand.Numbers(window.Channels, 16), Operand.Blank(window.ImageCount)], [2],
        (backend, b) => backend.Fold(window, b[0], b[1], new LeakyRelu.Formula(0.25), b[2]), OfFold(window), Terms: TermsOfFold(window));

    private static PrimitiveCase Convolution(ConvolutionWindow window, int outputs) => new(
        "Convolution", $"{Size(window)} to {outputs}",
        [Images(window), Weight(window, outputs), Operand.Numbers(outputs, 19, -1, 1), Operand.Blank(window.Rows * outputs)], [3],
        (backend, b) => backend.Convolution(window, outputs, b[0], b[1], b[2], new LeakyRelu.Formula(0.25), b[3]),
        Tolerance.OfProduct(window.RowLength), Terms: window.RowLength, ProductExtents: Extents(window, outputs));

    private static PrimitiveCase TransposedConvolution(ConvolutionWindow window, int inputs)
    {
        int terms = inputs * TermsOfFold(window);
        return new(
            "TransposedConvolution", $"{inputs} to {Size(window)}",
            [Operand.Numbers(window.Rows * inputs, 17, -1, 1), Weight(window, inputs), Operand.Numbers(window.Channels, 19, -1, 1), Operand.Blank(window.ImageCount)], [3],
            (backend, b) => backend.TransposedConvolution(window, inputs, b[0], b[1], b[2], new LeakyRelu.Formula(0.25), b[3]),
            Tolerance.OfProduct(terms), Terms: terms, ProductExtents: Extents(window, inputs));
    }

    private static PrimitiveCase WeightGradient(ConvolutionWindow window, int outputs, MatMulAddend addend)
    {
        Operand[] addends = addend == MatMulAddend.None ? [] : [Operand.Numbers(window.RowLength * outputs, 19, -1, 1)];
        return new(
            "WeightGradient", $"{Size(window)} to {outputs}{(addends.Length == 0 ? "" : " + matrix")}",
            [Images(window), Operand.Numbers(window.Rows * outputs, 18, -1, 1), Operand.Blank(window.RowLength * outputs), .. addends], [2],
            (backend, b) => backend.WeightGradient(window, outputs, b[0], b[1], addends.Length == 0 ? null : b[3], b[2]),
            Tolerance.OfProduct(window.Rows), Terms: Math.Max(window.Rows, 1), ProductExtents: Extents(window, outputs));
    }

    private static Operand Images(ConvolutionWindow window) => Operand.Numbers(window.ImageCount, 17, -1, 1);

    private static Operand Weight(ConvolutionWindow window, int outputs) => Operand.Numbers(window.RowLength * outputs, 18, -1, 1);

    private static int[] Extents(ConvolutionWindow window, int outputs) => [window.Rows, window.RowLength, outputs];

    // Windows over one pixel.
    private static int TermsOfFold(ConvolutionWindow window) => window.Down.Size * window.Across.Size;

    private static Tolerance OfFold(ConvolutionWindow window) =>
        new(1e-6, 2 * TermsOfFold(window) * 6e-7, "ten single precision roundings of the largest sum, of numbers below 2");

    private static string Size(ConvolutionWindow window) =>
        $"[{window.Batch}, {window.Down.Extent}, {window.Across.Extent}, {window.Channels}] by [{window.Down.Size}, {window.Across.Size}] every [{window.Down.Stride}, {window.Across.Stride}]";
}
