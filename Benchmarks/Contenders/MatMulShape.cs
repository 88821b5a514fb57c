using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>A matrix product by its extents, written as rows x inner x columns, with <c>-ta</c> or <c>-tb</c> for a transposed operand.</summary>
/// <param name="Rows">m.</param>
/// <param name="Inner">k.</param>
/// <param name="Columns">n.</param>
/// <param name="TransposeA">a is stored transposed, as for a weight's gradient.</param>
/// <param name="TransposeB">b is stored transposed, as for an input's gradient.</param>
internal readonly record struct MatMulShape(int Rows, int Inner, int Columns, bool TransposeA, bool TransposeB)
{
    private const int LargestExtent = 8192;

    /// <summary>The products of the fully connected GAN's step: forward, input gradient, weight gradient.</summary>
    public static IReadOnlyList<MatMulShape> OfTheGan { get; } = ParseList(
        "128x100x256,128x256x784,128x784x256,256x784x256,128x784x256-tb,784x128x256-ta");

    /// <summary>As the backends take it.</summary>
    public MatMulSize Size => new(Rows, Columns, Inner, TransposeA, TransposeB);

    /// <summary>The shapes of a comma-separated list.</summary>
    /// <exception cref="InputException">One of them is not written like 128x784x256.</exception>
    public static IReadOnlyList<MatMulShape> ParseList(string list) => [.. list.Split(',').Select(Parse)];

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Inner}x{Columns}{(TransposeA ? "-ta" : "")}{(TransposeB ? "-tb" : "")}";

    private static MatMulShape Parse(string text)
    {
        string[] parts = text.Trim().Split('-');
        int[] extents = [.. parts[0].Split('x').Select(part =>
            Numbers.WholeOrZero(part, 1, LargestExtent))];
        if (extents.Length != 3 || extents.Any(extent => extent is < 1 or > LargestExtent) || parts.Skip(1).Any(part => part is not ("ta" or "tb")))
        {
            throw new InputException(
                $"--shapes: found '{text}', rows x inner x columns like 128x784x256 is expected, each 1 to {LargestExtent}, with -ta or -tb for a transposed operand.",
                ExitCodes.Usage);
        }

        return new MatMulShape(extents[0], extents[1], extents[2], parts.Skip(1).Contains("ta"), parts.Skip(1).Contains("tb"));
    }
}
