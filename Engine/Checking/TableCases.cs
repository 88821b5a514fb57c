using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>Gather and ScatterAdd: rows of a table by index.</summary>
public static class TableCases
{
    private static readonly Tolerance _oneDivision = new(6e-8, 0, "one single precision rounding of a division");

    private static readonly (int Count, int TableRows, int Columns)[] _sizes = [(1, 1, 1), (13, 10, 7), (29, 7, 33), (128, 7, 33), (65, 300, 784)];

    /// <summary>All of them.</summary>
    public static IEnumerable<PrimitiveCase> All => _sizes.SelectMany(size => AtSize(size.Count, size.TableRows, size.Columns));

    /// <summary>Rows of bytes, scaled to [0, 1].</summary>
    /// <param name="count">Rows that are taken.</param>
    /// <param name="tableRows">Rows that there are.</param>
    /// <param name="columns">Numbers in a row.</param>
    public static PrimitiveCase GatherBytes(int count, int tableRows, int columns) =>
        Gather("Gather bytes", count, tableRows, columns, Pixels(tableRows * columns), PixelScaling.ZeroToOne, _oneDivision);

    /// <summary>Rows added to a table's.</summary>
    /// <param name="count">Rows that are added.</param>
    /// <param name="tableRows">Rows that there are.</param>
    /// <param name="columns">Numbers in a row.</param>
    public static PrimitiveCase ScatterAdd(int count, int tableRows, int columns) => new(
        "ScatterAdd", $"{count} into [{tableRows}, {columns}]",
        [Operand.Numbers(count * columns, 10), Operand.Integers(count, tableRows, 7), Operand.Blank(tableRows * columns)], [2],
        (backend, b) => backend.ScatterAdd(columns, b[0], b[1], b[2]), Tolerance.OfSum(count), Terms: count);

    private static IEnumerable<PrimitiveCase> AtSize(int count, int tableRows, int columns)
    {
        Operand table = Operand.Numbers(tableRows * columns, 9);
        return
        [
            Gather("Gather", count, tableRows, columns, table, new MultiplyScalar.Formula(0.5), Tolerance.Exact),
            Gather("Gather scaled", count, tableRows, columns, table, PixelScaling.MinusOneToOne, new(1e-7, 1e-7, "two single precision roundings below 1")),
            GatherBytes(count, tableRows, columns),
            Gather("Gather bytes to [-1, 1]", count, tableRows, columns, Pixels(tableRows * columns), PixelScaling.MinusOneToOne, _oneDivision),
            ScatterAdd(count, tableRows, columns),
        ];
    }

    private static PrimitiveCase Gather<TFormula>(
        string name, int count, int tableRows, int columns, Operand table, TFormula formula, Tolerance tolerance) where TFormula : unmanaged, IUnaryFormula => new(
        name, $"{count} of [{tableRows}, {columns}]", [table, Operand.Integers(count, tableRows, 7), Operand.Blank(count * columns)], [2],
        (backend, b) => backend.Gather(formula, columns, b[0], b[1], b[2]), tolerance);

    private static Operand Pixels(int count) => Operand.Integers(count, 256, 8, ElementType.UInt8);
}
