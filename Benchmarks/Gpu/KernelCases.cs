using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Training.Optimizers;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Every primitive of <see cref="IBackend"/> as a case, at any size.</summary>
internal static class KernelCases
{
    // One single precision rounding is 6e-8; a formula of a few operations stays below.
    private const double Formula = 1e-6;

    private static readonly int[] _lengths = [1, 17, 255, 257, 4097, 70001];

    private static readonly AxisView[] _views =
    [
        new(1, 1, 1), new(1, 7, 1), new(5, 33, 7), new(1, 64, 513), new(1, 4097, 1), new(4097, 1, 1), new(1, 4097, 3), new(3, 4097, 1),
        new(2, 1000, 31), new(1, 70001, 1), new(40003, 3, 1), new(257, 1, 259),
    ];

    /// <summary>Everything but products, at sizes that end in the middle of a group, a chunk or a tile.</summary>
    public static IReadOnlyList<KernelCase> AtOddSizes { get; } =
    [
        .. _lengths.SelectMany(Elementwise), .. _views.SelectMany(Axes), .. Copies(), .. Rows(13, 10, 7), .. Rows(128, 7, 33), .. Rows(65, 300, 784),
        .. _lengths.SelectMany(Draws), .. Rings(5, 3), .. Rings(3, 257), .. _lengths.SelectMany(Updates),
    ];

    /// <summary>Products whose extents no tile divides, all transposes, with and without a row or a matrix added.</summary>
    public static IReadOnlyList<KernelCase> OddProducts { get; } =
    [
        .. from size in new[] { (1, 1, 1), (3, 5, 2), (61, 53, 47), (64, 64, 64), (65, 1, 130), (129, 65, 1), (130, 67, 257), (127, 129, 33), (100, 784, 256) }
           from transposeA in new[] { false, true }
           from transposeB in new[] { false, true }
           from addend in transposeA == transposeB ? new[] { 0, 1 } : [0, 2]
           select Product(new MatMulSize(size.Item1, size.Item2, size.Item3, transposeA, transposeB), addend),
    ];

    /// <summary>What a step of s4 calls, at its sizes, and at sizes that keep a large device busy.</summary>
    /// <param name="large">Elements of a large array.</param>
    public static IReadOnlyList<KernelCase> Timed(int large) =>
    [
        Product(new MatMulSize(128, 256, 784, false, false), 1), Product(new MatMulSize(784, 256, 128, true, false), 0),
        .. new[] { 128 * 784, large }.SelectMany(count => new[] { FillOf(count), SigmoidOf(count), TanhOf(count), AddOf(count), LossOf(count) }),
        SumOf(new AxisView(1, 128, 784)), SumOf(new AxisView(1, large, 1)), MaxOf(new AxisView(large / 1024, 1024, 1)),
        BroadcastOf(new AxisView(1, 128, 784)),
        TransposeOf(784, 256), GatherBytesOf(128, 2500, 784), ScatterAddOf(128, 10, 784),
        Draw(RandomKind.Uniform, 128 * 100), Draw(RandomKind.Normal, large), TakeRowOf(100, 128),
        UpdateOf("Adam", new AdamRule(0.9, 0.999, 1e-8, isEpsilonHat: true), [784 * 256, 256, 256, 1]),
    ];

    /// <summary>A matrix product with a leaky ReLU behind it.</summary>
    /// <param name="size">Extents and transposes.</param>
    /// <param name="addend">What is added to the product: 0 nothing, 1 a row, 2 a matrix.</param>
    public static KernelCase Product(MatMulSize size, int addend)
    {
        KernelBuffer[] addends = addend switch
        {
            0 => [],
            1 => [KernelBuffer.Numbers(size.Columns, 13, -1, 1)],
            _ => [KernelBuffer.Numbers(size.Rows * size.Columns, 13, -1, 1)],
        };
        string flags = (size.TransposeA ? "-ta" : "") + (size.TransposeB ? "-tb" : "");
        string added = addend switch { 0 => "", 1 => " + row", _ => " + matrix" };
        return new KernelCase(
            "MatMul", $"{size.Rows}x{size.Inner}x{size.Columns}{flags}{added}",
            [KernelBuffer.Numbers(size.Rows * size.Inner, 11, -1, 1), KernelBuffer.Numbers(size.Inner * size.Columns, 12, -1, 1), KernelBuffer.Blank(size.Rows * size.Columns), .. addends],
            [2],
            (backend, buffers) => backend.MatMul(size, buffers[0], buffers[1], addend == 0 ? null : buffers[3], new LeakyRelu.Formula(0.25), buffers[2]),
            1e-6, ProductTolerance.Absolute(size.Inner, isTf32: false), Work.MatMul(size.Rows, size.Columns, size.Inner))
        { Inner = size.Inner };
    }

    private static IEnumerable<KernelCase> Elementwise(int count) =>
    [
        FillOf(count), SigmoidOf(count), TanhOf(count), AddOf(count), LossOf(count),
        new("Map in place", $"{count}", [KernelBuffer.Numbers(count, 1)], [0], (backend, b) => backend.Map(new LeakyRelu.Formula(0.25), b[0], b[0]), 0, 0, Moves(2, count)),
        new("Zip onto an input", $"{count}", [KernelBuffer.Numbers(count, 1), KernelBuffer.Numbers(count, 2)], [1],
            (backend, b) => backend.Zip(default(Maximum.Formula), b[0], b[1], b[1]), 0, 0, Moves(3, count)),
    ];

    private static IEnumerable<KernelCase> Axes(AxisView view) => [SumOf(view), MaxOf(view), BroadcastOf(view)];

    private static IEnumerable<KernelCase> Copies() =>
    [
        TransposeOf(37, 53), TransposeOf(301, 257),
        CopyOf("columns 3 to 10 of [50, 17]", 50 * 17, 50 * 8, BlockCopy.Create(3, 0, [new(50, 17, 8), new(8, 1, 1)])),
        CopyOf("into columns 3 to 10 of [50, 17]", 50 * 8, 50 * 17, BlockCopy.Create(0, 3, [new(50, 8, 17), new(8, 1, 1)])),
        CopyOf("every third of every second row", 20 * 31, 10 * 10, BlockCopy.Create(32, 0, [new(9, 62, 10), new(10, 3, 1)])),
        CopyOf("six axes, shuffled", 5040, 5040, BlockCopy.Create(0, 0,
            [new(7, 1, 720), new(5, 42, 144), new(3, 840, 48), new(2, 2520, 24), new(4, 210, 6), new(6, 7, 1)])),
    ];

    private static IEnumerable<KernelCase> Rows(int count, int tableRows, int columns) =>
    [
        GatherBytesOf(count, tableRows, columns), ScatterAddOf(count, tableRows, columns),
        new("Gather numbers", $"{count} of [{tableRows}, {columns}]",
            [KernelBuffer.Numbers(tableRows * columns, 9), KernelBuffer.Integers(count, tableRows, 7), KernelBuffer.Blank(count * columns)], [2],
            (backend, b) => backend.Gather(new MultiplyScalar.Formula(0.5), columns, b[0], b[1], b[2]), 0, 0, Moves(2, count * columns)),
    ];

    private static IEnumerable<KernelCase> Draws(int count) =>
        [Draw(RandomKind.Uniform, count), Draw(RandomKind.Normal, count), Draw(RandomKind.Index, count)];

    private static IEnumerable<KernelCase> Rings(int rows, int length) =>
    [
        TakeRowOf(rows, length),
        new("TakeRow numbers", $"[{rows}, {length}]", [KernelBuffer.Numbers(rows * length, 21), KernelBuffer.Of(rows - 1), KernelBuffer.Blank(length)], [1, 2],
            (backend, b) => backend.TakeRow(b[0], b[1], b[2]), 0, 0, Moves(2, length)),
        new("PutRow", $"[{rows}, {length}]", [KernelBuffer.Blank(rows * length), KernelBuffer.Of(rows - 1), KernelBuffer.Numbers(length, 22)], [0, 1],
            (backend, b) => backend.PutRow(b[2], b[1], b[0]), 0, 0, Moves(2, length)),
    ];

    private static IEnumerable<KernelCase> Updates(int count) =>
    [
        UpdateOf("Adam", new AdamRule(0.9, 0.999, 1e-8, isEpsilonHat: true), [count, 3, 784]),
        UpdateOf("momentum", new MomentumRule(0.5, isNesterov: true), [count, 3, 784]),
    ];

    private static KernelCase FillOf(int count) =>
        new("Fill", $"{count}", [KernelBuffer.Blank(count)], [0], (backend, b) => backend.Fill(-1.25, b[0]), 0, 0, Moves(1, count));

    private static KernelCase SigmoidOf(int count) => new(
        "Map sigmoid", $"{count}", [KernelBuffer.Numbers(count, 1), KernelBuffer.Blank(count)], [1],
        (backend, b) => backend.Map(default(Sigmoid.Formula), b[0], b[1]), Formula, Formula, Moves(2, count));

    private static KernelCase TanhOf(int count) => new(
        "Map tanh", $"{count}", [KernelBuffer.Numbers(count, 1), KernelBuffer.Blank(count)], [1],
        (backend, b) => backend.Map(default(Tanh.Formula), b[0], b[1]), Formula, Formula, Moves(2, count));

    private static KernelCase AddOf(int count) => new(
        "Zip add", $"{count}", [KernelBuffer.Numbers(count, 1), KernelBuffer.Numbers(count, 2), KernelBuffer.Blank(count)], [2],
        (backend, b) => backend.Zip(default(Add.Formula), b[0], b[1], b[2]), Formula, 0, Moves(3, count));

    private static KernelCase LossOf(int count) => new(
        "Zip of three, loss gradient", $"{count}",
        [KernelBuffer.Numbers(count, 1), KernelBuffer.Numbers(count, 2), KernelBuffer.Numbers(count, 3), KernelBuffer.Blank(count)], [3],
        (backend, b) => backend.Zip(default(BinaryCrossEntropyWithLogitsGradient.Formula), b[0], b[1], b[2], b[3]), Formula, Formula, Moves(4, count));

    // Every addition rounds a partial sum that is a random walk of steps around 1: about √i after i of them. Their errors, of either
    // sign, come to 0.3·6e-8 times the extent for a serial sum; six of those deviations, and three roundings for the shortest.
    private static KernelCase SumOf(AxisView view) => new(
        "Sum", Size(view), [KernelBuffer.Numbers(view.FullCount, 4), KernelBuffer.Blank(view.ReducedCount)], [1],
        (backend, b) => backend.Sum(view, b[0], b[1]), Formula, 2e-7 + 1.2e-7 * view.Extent, Reads(view));

    private static KernelCase MaxOf(AxisView view) => new(
        "Max", Size(view), [KernelBuffer.Numbers(view.FullCount, 4), KernelBuffer.Blank(view.ReducedCount)], [1],
        (backend, b) => backend.Max(view, b[0], b[1]), 0, 0, Reads(view));

    private static KernelCase BroadcastOf(AxisView view) => new(
        "Broadcast", Size(view), [KernelBuffer.Numbers(view.ReducedCount, 5), KernelBuffer.Blank(view.FullCount)], [1],
        (backend, b) => backend.Broadcast(view, b[0], b[1]), 0, 0, Reads(view));

    private static KernelCase TransposeOf(int rows, int columns) => CopyOf(
        $"a transpose of [{rows}, {columns}]", rows * columns, rows * columns, BlockCopy.Create(0, 0, [new(columns, 1, rows), new(rows, columns, 1)]));

    // Elements outside the block keep the NaN they had: both backends must leave the same ones alone.
    private static KernelCase CopyOf(string name, int sourceLength, int targetLength, BlockCopy copy) => new(
        "CopyBlock", name, [KernelBuffer.Numbers(sourceLength, 6), KernelBuffer.Blank(targetLength)], [1],
        (backend, b) => backend.CopyBlock(copy, b[0], b[1]), 0, 0, Moves(2, copy.Count));

    private static KernelCase GatherBytesOf(int count, int tableRows, int columns) => new(
        "Gather bytes", $"{count} of [{tableRows}, {columns}]",
        [KernelBuffer.Integers(tableRows * columns, 256, 8, ElementType.UInt8), KernelBuffer.Integers(count, tableRows, 7), KernelBuffer.Blank(count * columns)], [2],
        (backend, b) => backend.Gather(PixelScaling.ZeroToOne, columns, b[0], b[1], b[2]), Formula, 0, new Work(0, 5.0 * count * columns + 4.0 * count));

    private static KernelCase ScatterAddOf(int count, int tableRows, int columns) => new(
        "ScatterAdd", $"{count} into [{tableRows}, {columns}]",
        [KernelBuffer.Numbers(count * columns, 10), KernelBuffer.Integers(count, tableRows, 7), KernelBuffer.Blank(tableRows * columns)], [2],
        (backend, b) => backend.ScatterAdd(columns, b[0], b[1], b[2]), Formula, 2e-7 + 1.2e-7 * count, Moves(1, (count + tableRows) * columns));

    // The counter is at 4·2³² + 2³² − 1, so that adding 1 carries into its upper half.
    private static KernelCase Draw(RandomKind kind, int count)
    {
        RandomDraw draw = new(kind, 42, 3, Bound: 60000);
        KernelBuffer target = kind == RandomKind.Index ? new KernelBuffer(ElementType.Int32, new double[count]) : KernelBuffer.Blank(count);
        return new KernelCase(
            $"Random {kind}", $"{count}", [KernelBuffer.Of(-1, 4), target], [0, 1], (backend, b) => backend.Random(draw, b[0], b[1]),
            0, kind == RandomKind.Normal ? 2e-6 : 0, Moves(1, count));
    }

    private static KernelCase TakeRowOf(int rows, int length) => new(
        "TakeRow integers", $"[{rows}, {length}]",
        [KernelBuffer.Integers(rows * length, 60000, 20), KernelBuffer.Of(rows - 1), new KernelBuffer(ElementType.Int32, new double[length])], [1, 2],
        (backend, b) => backend.TakeRow(b[0], b[1], b[2]), 0, 0, Moves(2, length));

    // Four buffers a tensor, behind the clock: parameter, gradient, first and second state. The second state of Adam is never negative.
    private static KernelCase UpdateOf<TRule>(string name, TRule rule, int[] lengths) where TRule : unmanaged, IUpdateRule
    {
        KernelBuffer[] tensors = [.. lengths.SelectMany((length, tensor) => new[]
        {
            KernelBuffer.Numbers(length, 30 + 4 * (uint)tensor), KernelBuffer.Numbers(length, 31 + 4 * (uint)tensor),
            KernelBuffer.Numbers(length, 32 + 4 * (uint)tensor), KernelBuffer.Numbers(length, 33 + 4 * (uint)tensor, 0.5, 2),
        })];
        int[] results = [0, .. Enumerable.Range(0, lengths.Length).SelectMany(tensor => new[] { 4 * tensor + 1, 4 * tensor + 3, 4 * tensor + 4 })];
        return new KernelCase(
            $"Update {name}", string.Join(" + ", lengths), [KernelBuffer.Clock(new UpdateClock(3, 0.125, 0.9, 0.99)), .. tensors], results,
            (backend, b) => backend.Update(rule, b[0], [.. Enumerable.Range(0, lengths.Length).Select(tensor =>
                new UpdateSegment(b[4 * tensor + 1], b[4 * tensor + 2], b[4 * tensor + 3], b[4 * tensor + 4]))]),
            Formula, Formula, Moves(7, lengths.Sum()));
    }

    private static string Size(AxisView view) => $"[{view.Outer}, {view.Extent}, {view.Inner}]";

    private static Work Reads(AxisView view) => Moves(1, view.FullCount + view.ReducedCount);

    private static Work Moves(int arrays, int count) => new(0, sizeof(float) * (double)arrays * count);
}
