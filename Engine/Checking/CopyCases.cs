using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>CopyBlock: transposes, columns, strides, diagonals and axes in another order.</summary>
public static class CopyCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PrimitiveCase> All { get; } =
    [
        Copy("all of 1009", 1009, 1009, BlockCopy.Create(0, 0, [new(1009, 1, 1)])),
        Copy("all of 4097", 4097, 4097, BlockCopy.Create(0, 0, [new(4097, 1, 1)])),
        Transpose(37, 13), Transpose(37, 53), Transpose(301, 257),
        Copy("columns 3 to 10 of [50, 17]", 50 * 17, 50 * 8, BlockCopy.Create(3, 0, [new(50, 17, 8), new(8, 1, 1)])),
        Copy("into columns 3 to 10 of [50, 17]", 50 * 8, 50 * 17, BlockCopy.Create(0, 3, [new(50, 8, 17), new(8, 1, 1)])),
        Copy("every third of every second row", 20 * 31, 10 * 10, BlockCopy.Create(32, 0, [new(9, 62, 10), new(10, 3, 1)])),
        Copy("a diagonal", 19, 19 * 19, BlockCopy.Create(0, 0, [new(19, 1, 20)])),
        Copy("one element", 5, 5, BlockCopy.Create(3, 1, [])),
        Copy("nothing", 5, 5, BlockCopy.Create(0, 0, [new(0, 5, 5), new(5, 1, 1)])),

        // [2, 3, 4, 5, 6] and [2, 3, 4, 5, 6, 7] read with their axes in the order 3, 1, 0, 2, 4 and 5, 3, 1, 0, 2, 4.
        Copy("five axes in another order", 720, 720, BlockCopy.Create(0, 0,
            [new(1, 1, 720), new(5, 6, 144), new(3, 120, 48), new(2, 360, 24), new(4, 30, 6), new(6, 1, 1)])),
        Copy("six axes in another order", 5040, 5040, BlockCopy.Create(0, 0,
            [new(7, 1, 720), new(5, 42, 144), new(3, 840, 48), new(2, 2520, 24), new(4, 210, 6), new(6, 7, 1)])),
    ];

    /// <summary>A matrix with rows and columns exchanged.</summary>
    public static PrimitiveCase Transpose(int rows, int columns) => Copy(
        $"a transpose of [{rows}, {columns}]", rows * columns, rows * columns, BlockCopy.Create(0, 0, [new(columns, 1, rows), new(rows, columns, 1)]));

    // Elements outside the block keep the NaN they had: every backend must leave the same ones alone.
    private static PrimitiveCase Copy(string size, int sourceLength, int targetLength, BlockCopy copy) => new(
        "CopyBlock", size, [Operand.Numbers(sourceLength, 6), Operand.Blank(targetLength)], [1],
        (backend, b) => backend.CopyBlock(copy, b[0], b[1]), Tolerance.Exact);
}
