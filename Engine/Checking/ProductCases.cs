using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>MatMul at sizes that no tile divides, with every transposition.</summary>
public static class ProductCases
{
    private static readonly bool[] _flags = [false, true];

    /// <summary>All of them, without <see cref="AtTileEdges"/>.</summary>
    public static IReadOnlyList<PrimitiveCase> All { get; } = [.. Small.Concat(AroundWideTiles).Concat(Large()).DistinctBy(one => one.Size)];

    /// <summary>A product of numbers in [−1, 1), with a leaky ReLU applied to it.</summary>
    /// <param name="size">Extents and transposes.</param>
    /// <param name="addend">What is added to the product.</param>
    public static PrimitiveCase Product(MatMulSize size, MatMulAddend addend)
    {
        Operand[] addends = addend switch
        {
            MatMulAddend.None => [],
            MatMulAddend.Row => [Operand.Numbers(size.Columns, 13, -1, 1)],
            _ => [Operand.Numbers(size.Rows * size.Columns, 13, -1, 1)],
        };
        string flags = (size.TransposeA ? "-ta" : "") + (size.TransposeB ? "-tb" : "");
        string added = addend switch { MatMulAddend.None => "", MatMulAddend.Row => " + row", _ => " + matrix" };
        return new PrimitiveCase(
            "MatMul", $"{size.Rows}x{size.Inner}x{size.Columns}{flags}{added}",
            [Operand.Numbers(size.Rows * size.Inner, 11, -1, 1), Operand.Numbers(size.Inner * size.Columns, 12, -1, 1), Operand.Blank(size.Rows * size.Columns), .. addends],
            [2],
            (backend, b) => backend.MatMul(size, b[0], b[1], addends.Length == 0 ? null : b[3], new LeakyRelu.Formula(0.25), b[2]),
            Tolerance.OfProduct(size.Inner), Terms: Math.Max(size.Inner, 1), ProductExtents: [size.Rows, size.Columns, size.Inner]);
    }

    /// <summary>1, primes, and one below, at and above tiles of 8, 16, 32 and 64 rows or columns: 3·19 sizes rather than
    /// 19³.</summary>
    public static IEnumerable<PrimitiveCase> AtTileEdges(bool transposeA, bool transposeB, MatMulAddend addend)
    {
        int[] sizes = [1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 37, 61, 63, 64, 65];
        for (int i = 0; i < sizes.Length; i++)
        {
            yield return Product(new(sizes[i], sizes[i], sizes[i], transposeA, transposeB), addend);
            yield return Product(new(sizes[i], sizes[(i * 7 + 3) % sizes.Length], sizes[(i * 5 + 11) % sizes.Length], transposeA, transposeB), addend);
            yield return Product(new(sizes[(i * 5 + 4) % sizes.Length], sizes[i], sizes[(i * 11 + 1) % sizes.Length], transposeA, transposeB), addend);
        }
    }

    /// <summary>Edges of tiles of 16 and 64, sums of nothing, and no addend, a row or a matrix in turns.</summary>
    public static IEnumerable<PrimitiveCase> Small =>
        from size in new[] { (1, 1, 1), (1, 17, 5), (13, 1, 31), (15, 16, 17), (17, 15, 16), (16, 67, 7), (17, 67, 16), (65, 33, 3), (3, 5, 0), (63, 64, 33) }
        from transposes in Enumerable.Range(0, 4)
        select Product(
            new MatMulSize(size.Item1, size.Item2, size.Item3, transposes % 2 != 0, transposes / 2 != 0),
            (MatMulAddend)((size.Item1 + size.Item2 + transposes) % 3));

    /// <summary>One below, at and above tiles of 128, with rows of a multiple of 16 bytes and without.</summary>
    public static IEnumerable<PrimitiveCase> AroundWideTiles =>
        from size in new[] { (129, 127, 17), (127, 132, 20), (128, 128, 33) }
        from transposes in new[] { (false, false), (true, true), (false, true) }
        select Product(
            new MatMulSize(size.Item1, size.Item2, size.Item3, transposes.Item1, transposes.Item2),
            size.Item1 == 128 ? MatMulAddend.Matrix : MatMulAddend.Row);

    // Several tiles and threads. The last three are packed on the processor: in two blocks for their size, and for rows a
    // multiple of 4 KB apart.
    private static IEnumerable<PrimitiveCase> Large() =>
        from size in new[]
        {
            (1, 1, 1), (3, 5, 2), (61, 53, 47), (64, 64, 64), (65, 1, 130), (129, 65, 1), (127, 129, 33), (130, 257, 65), (130, 67, 257), (64, 512, 784), (100, 784, 256),
            (390, 371, 390), (50, 1024, 400), (30, 200, 1024),
        }
        from transposeA in _flags
        from transposeB in _flags
        from addend in transposeA == transposeB ? new[] { MatMulAddend.None, MatMulAddend.Row } : [MatMulAddend.None, MatMulAddend.Matrix]
        select Product(new MatMulSize(size.Item1, size.Item2, size.Item3, transposeA, transposeB), addend);
}
