using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>Sum, Max and Broadcast.</summary>
public static class ReductionCases
{
    // Single rows, single columns, long, short, odd, around a group of 256, and wide enough for several threads.
    private static readonly AxisView[] _views =
    [
        new(1, 1, 1), new(1, 7, 1), new(7, 1, 1), new(1, 1, 7), new(3, 41, 2), new(1, 33, 17), new(5, 3, 65), new(5, 33, 7), new(2, 97, 33),
        new(64, 10, 1), new(10, 1, 64), new(1, 257, 31), new(1, 64, 513), new(1, 1009, 1), new(1, 4097, 1), new(4097, 1, 1), new(1, 1, 4097),
        new(1, 4097, 3), new(3, 4097, 1), new(2, 1000, 31), new(1, 70001, 1), new(1, 3, 40003), new(40003, 3, 1), new(257, 1, 259),
    ];

    /// <summary>The three primitives for every view.</summary>
    public static IEnumerable<PrimitiveCase> All => _views.SelectMany(view => new[] { Sum(view), Max(view), Broadcast(view) });

    /// <summary>Sums along an axis.</summary>
    public static PrimitiveCase Sum(AxisView view) => new(
        "Sum", Size(view), [Operand.Numbers(view.FullCount, 4), Operand.Blank(view.ReducedCount)], [1],
        (backend, b) => backend.Sum(view, b[0], b[1]), Tolerance.OfSum(view.Extent), Terms: view.Extent);

    /// <summary>Greatest numbers along an axis.</summary>
    public static PrimitiveCase Max(AxisView view) => new(
        "Max", Size(view), [Operand.Numbers(view.FullCount, 4), Operand.Blank(view.ReducedCount)], [1],
        (backend, b) => backend.Max(view, b[0], b[1]), Tolerance.Exact);

    /// <summary>Numbers repeated along an axis.</summary>
    public static PrimitiveCase Broadcast(AxisView view) => new(
        "Broadcast", Size(view), [Operand.Numbers(view.ReducedCount, 5), Operand.Blank(view.FullCount)], [1],
        (backend, b) => backend.Broadcast(view, b[0], b[1]), Tolerance.Exact);

    private static string Size(AxisView view) => $"[{view.Outer}, {view.Extent}, {view.Inner}]";
}
