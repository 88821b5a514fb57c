using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>Random: uniform and normal numbers and indices.</summary>
public static class RandomCases
{
    // The counter is at 4·2³² + 2³² − 1, so that adding 1 carries into its upper half.
    private static readonly int[] _counter = [-1, 4];

    /// <summary>Other parameters and two draws, of which the second begins where the first ended.</summary>
    public static IEnumerable<PrimitiveCase> Other =>
    [
        Draw(new RandomDraw(RandomKind.Uniform, 0xFEDCBA9876543210, 0xFFFFFFFF, Scale: 2, Offset: -1), 1009),
        Draw(new RandomDraw(RandomKind.Uniform, 42, 3), 1009, calls: 2),
        Draw(new RandomDraw(RandomKind.Normal, 42, 3, Scale: 0.02, Offset: 0.5), 1009, calls: 2),
        Draw(new RandomDraw(RandomKind.Index, 42, 3, Bound: 60000), 1009, calls: 2),
    ];

    /// <summary>One draw of each kind.</summary>
    public static IEnumerable<PrimitiveCase> AtLength(int length) => [Draw(RandomKind.Uniform, length), Draw(RandomKind.Normal, length), Draw(RandomKind.Index, length)];

    /// <summary>A draw of one kind.</summary>
    public static PrimitiveCase Draw(RandomKind kind, int length) => Draw(new RandomDraw(kind, 42, 3, Bound: 60000), length);

    private static PrimitiveCase Draw(RandomDraw draw, int length, int calls = 1) => new(
        $"Random {draw.Kind}", $"{length}{(draw.Scale == 1 ? "" : $" times {draw.Scale}")}{(calls == 1 ? "" : " twice")}",
        [Operand.Of(_counter), draw.Kind == RandomKind.Index ? Operand.BlankIntegers(length) : Operand.Blank(length)], [0, 1],
        (backend, b) => backend.Random(draw, b[0], b[1]),
        draw.Kind == RandomKind.Normal ? new Tolerance(0, 1e-6, "single precision logarithm and cosine") : Tolerance.Exact, Calls: calls);
}
