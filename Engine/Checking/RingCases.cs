namespace NativeGan.Engine.Checking;

/// <summary>TakeRow and PutRow: rows of a ring, one after the other.</summary>
public static class RingCases
{
    private static readonly (int Rows, int Length)[] _rings = [(5, 3), (3, 257)];

    private static readonly int[] _lengths = [1, 31, 256, 257, 1009];

    /// <summary>All of them: single calls at the last row, and rounds through three rows.</summary>
    public static IEnumerable<PrimitiveCase> All =>
    [
        .. _rings.SelectMany(ring => Single(ring.Rows, ring.Length)),
        .. _lengths.SelectMany(length => new[] { Rounds(length, isInteger: false), Rounds(length, isInteger: true) }),
    ];

    /// <summary>The last row of a ring of integers; the next would be the first.</summary>
    public static PrimitiveCase TakeIntegers(int rows, int length) => new(
        "TakeRow integers", $"[{rows}, {length}]", [Operand.Integers(rows * length, 60000, 20), Operand.Of(rows - 1), Operand.BlankIntegers(length)], [1, 2],
        (backend, b) => backend.TakeRow(b[0], b[1], b[2]), Tolerance.Exact);

    private static IEnumerable<PrimitiveCase> Single(int rows, int length) =>
    [
        TakeIntegers(rows, length),
        new("TakeRow numbers", $"[{rows}, {length}]", [Operand.Numbers(rows * length, 21), Operand.Of(rows - 1), Operand.Blank(length)], [1, 2],
            (backend, b) => backend.TakeRow(b[0], b[1], b[2]), Tolerance.Exact),
        new("PutRow numbers", $"[{rows}, {length}]", [Operand.Blank(rows * length), Operand.Of(rows - 1), Operand.Numbers(length, 22)], [0, 1],
            (backend, b) => backend.PutRow(b[2], b[1], b[0]), Tolerance.Exact),
    ];

    // Once around a ring of three rows and one further, reading and writing.
    private static PrimitiveCase Rounds(int length, bool isInteger)
    {
        Operand ring = isInteger ? Operand.Integers(3 * length, 1000, 8) : Operand.Numbers(3 * length, 8);
        Operand back = isInteger ? Operand.BlankIntegers(3 * length) : Operand.Of(new double[3 * length]);
        Operand row = isInteger ? Operand.BlankIntegers(length) : Operand.Blank(length);
        return new(
            $"PutRow after TakeRow, {(isInteger ? "integers" : "numbers")}", $"[3, {length}]",
            [ring, Operand.Of(1), row, Operand.Of(2), back], [1, 3, 4],
            (backend, b) =>
            {
                backend.TakeRow(b[0], b[1], b[2]);
                backend.PutRow(b[2], b[3], b[4]);
            },
            Tolerance.Exact, Calls: 4);
    }
}
