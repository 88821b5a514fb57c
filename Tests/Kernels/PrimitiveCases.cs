using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Every primitive of <see cref="IBackend"/> at sizes that end in the middle of a vector, a tile, a block or a chunk.</summary>
public static class PrimitiveCases
{
    // One single precision rounding is 6e-8; a formula of a few operations stays below.
    private const double Formula = 1e-6;

    private static readonly int[] _lengths = [1, 15, 16, 17, 1000, 4097, 70001];

    /// <summary>Views around a reduced axis: single rows, single columns, long, short, odd, and wide enough for several threads.</summary>
    public static readonly AxisView[] Views =
    [
        new(1, 1, 1), new(1, 7, 1), new(7, 1, 1), new(1, 1, 7), new(1, 33, 17), new(5, 33, 7), new(64, 10, 1), new(10, 1, 64),
        new(1, 64, 513), new(1, 4097, 1), new(4097, 1, 1), new(1, 1, 4097), new(1, 4097, 3), new(3, 4097, 1), new(2, 1000, 31),
        new(1, 70001, 1), new(1, 3, 40003), new(40003, 3, 1), new(257, 1, 259),
    ];

    /// <summary>Windows: overlapping, apart, of one pixel, of the whole image, wholly outside it, of nothing, and enough for several threads.</summary>
    public static readonly ConvolutionWindow[] Windows =
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

        // Few channels, read from padded copies on the processor: lines of two tiles, of unequal ones, and an image of several pieces.
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

    /// <summary>All cases.</summary>
    public static IReadOnlyList<PrimitiveCase> All { get; } =
    [
        .. _lengths.SelectMany(Elementwise),
        .. Views.SelectMany(Axes),
        .. Copies(),
        .. Windows.SelectMany(Convolutions),
        .. Rows(),
        .. _lengths.SelectMany(Draws),
        .. _lengths.Select(Update),
        .. Products(),
    ];

    /// <summary>All cases, as test input.</summary>
    public static IEnumerable<TestCaseData> Data => All.Select(Named);

    /// <summary>Those that add up, where the order of additions shows in the bits.</summary>
    public static IEnumerable<TestCaseData> Sums => All.Where(one => one.Name.Split(' ')[0] is "Sum" or "Fold" or "Convolution" or "TransposedConvolution" or "WeightGradient" or "ScatterAdd" or "MatMul").Select(Named);

    private static TestCaseData Named(PrimitiveCase one) => new TestCaseData(one).SetArgDisplayNames(one.Name);

    private static IEnumerable<PrimitiveCase> Elementwise(int length)
    {
        double[] a = TestNumbers.Uniform(length, stream: 1), b = TestNumbers.Uniform(length, stream: 2), c = TestNumbers.Uniform(length, stream: 3);
        yield return new($"Fill {length}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(length);
            backend.Fill(-1.25, y);
            return device.Read(y);
        });
        yield return new($"Map {length}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(length);
            backend.Map(new Sigmoid.Formula(), device.Numbers(a), y);
            return device.Read(y);
        }, Formula, Formula);
        yield return new($"Map {length} in place", (backend, device) =>
        {
            DeviceBuffer y = device.Numbers(a);
            backend.Map(new LeakyRelu.Formula(0.25), y, y);
            return device.Read(y);
        });
        yield return new($"Zip {length}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(length);
            backend.Zip(new Divide.Formula(), device.Numbers(a), device.Numbers(b), y);
            return device.Read(y);
        }, Formula, Formula);
        yield return new($"Zip {length} onto its second input", (backend, device) =>
        {
            DeviceBuffer y = device.Numbers(b);
            backend.Zip(new Maximum.Formula(), device.Numbers(a), y, y);
            return device.Read(y);
        });
        yield return new($"Zip {length} of three", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(length);
            backend.Zip(new BinaryCrossEntropyWithLogitsGradient.Formula(), device.Numbers(a), device.Numbers(b), device.Numbers(c), y);
            return device.Read(y);
        }, Formula, Formula);
    }

    private static IEnumerable<PrimitiveCase> Axes(AxisView view)
    {
        string size = $"[{view.Outer}, {view.Extent}, {view.Inner}]";
        double[] full = TestNumbers.Uniform(view.FullCount, stream: 4), reduced = TestNumbers.Uniform(view.ReducedCount, stream: 5);

        // Numbers are below 2: ten roundings of a sum as large as it can get, whatever the order of additions.
        yield return new($"Sum {size}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(view.ReducedCount);
            backend.Sum(view, device.Numbers(full), y);
            return device.Read(y);
        }, Formula, 2 * view.Extent * 3e-7);
        yield return new($"Max {size}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(view.ReducedCount);
            backend.Max(view, device.Numbers(full), y);
            return device.Read(y);
        });
        yield return new($"Broadcast {size}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(view.FullCount);
            backend.Broadcast(view, device.Numbers(reduced), y);
            return device.Read(y);
        });
    }

    private static IEnumerable<PrimitiveCase> Copies()
    {
        // Elements outside the block keep the NaN they had: both backends must leave the same ones alone.
        yield return Copy("all of 4097", 4097, 4097, BlockCopy.Create(0, 0, [new(4097, 1, 1)]));
        yield return Copy("a transpose of [37, 53]", 37 * 53, 37 * 53, BlockCopy.Create(0, 0, [new(53, 1, 37), new(37, 53, 1)]));
        yield return Copy("a transpose of [301, 257]", 301 * 257, 301 * 257, BlockCopy.Create(0, 0, [new(257, 1, 301), new(301, 257, 1)]));
        yield return Copy("columns 3 to 10 of [50, 17]", 50 * 17, 50 * 8, BlockCopy.Create(3, 0, [new(50, 17, 8), new(8, 1, 1)]));
        yield return Copy("into columns 3 to 10 of [50, 17]", 50 * 8, 50 * 17, BlockCopy.Create(0, 3, [new(50, 8, 17), new(8, 1, 1)]));
        yield return Copy("every third of every second row", 20 * 31, 10 * 10, BlockCopy.Create(32, 0, [new(9, 62, 10), new(10, 3, 1)]));
        yield return Copy("a diagonal", 19, 19 * 19, BlockCopy.Create(0, 0, [new(19, 1, 20)]));
        yield return Copy("one element", 5, 5, BlockCopy.Create(3, 1, []));
        yield return Copy("nothing", 5, 5, BlockCopy.Create(0, 0, [new(0, 5, 5), new(5, 1, 1)]));

        // [2, 3, 4, 5, 6, 7] read with its axes in the order 5, 3, 1, 0, 2, 4: source strides 1, 42, 840, 2520, 210, 7.
        yield return Copy("six axes, shuffled", 5040, 5040, BlockCopy.Create(0, 0,
            [new(7, 1, 720), new(5, 42, 144), new(3, 840, 48), new(2, 2520, 24), new(4, 210, 6), new(6, 7, 1)]));
    }

    private static PrimitiveCase Copy(string name, int sourceLength, int targetLength, BlockCopy copy) => new($"CopyBlock {name}", (backend, device) =>
    {
        DeviceBuffer y = device.Blank(targetLength);
        backend.CopyBlock(copy, device.Numbers(TestNumbers.Uniform(sourceLength, stream: 6)), y);
        return device.Read(y);
    });

    /// <summary>The primitives of a convolution, for one window.</summary>
    public static IEnumerable<PrimitiveCase> Convolutions(ConvolutionWindow window)
    {
        (WindowAxis down, WindowAxis across) = (window.Down, window.Across);
        string size = $"[{window.Batch}, {down.Extent}, {across.Extent}, {window.Channels}] by [{down.Size}, {across.Size}] every [{down.Stride}, {across.Stride}]";
        double[] images = TestNumbers.Uniform(window.ImageCount, stream: 14), columns = TestNumbers.Uniform(window.ColumnCount, stream: 15);
        double[] bias = TestNumbers.Uniform(window.Channels, stream: 16);
        yield return new($"Unfold {size}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(window.ColumnCount);
            backend.Unfold(window, device.Numbers(images), y);
            return device.Read(y);
        });

        // Sums of at most a weight's numbers below 2, ten roundings of the largest.
        double tolerance = 2 * down.Size * across.Size * 6e-7;
        yield return new($"Fold {size}", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(window.ImageCount);
            backend.Fold(window, device.Numbers(columns), null, default(Identity), y);
            return device.Read(y);
        }, Formula, tolerance);
        yield return new($"Fold {size} + Row", (backend, device) =>
        {
            DeviceBuffer y = device.Blank(window.ImageCount);
            backend.Fold(window, device.Numbers(columns), device.Numbers(bias), new LeakyRelu.Formula(0.25), y);
            return device.Read(y);
        }, Formula, tolerance);
        foreach (int outputs in window.Channels <= 4 ? new[] { 1, 21, 64, 80 } : window.Batch >= 8 && window.Channels >= 16 ? [1, 21, 64] : [1, 21])
        {
            yield return Convolution(window, outputs, size);
            yield return TransposedConvolution(window, outputs, size);
            yield return WeightGradient(window, outputs, size, hasAddend: false);
            yield return WeightGradient(window, outputs, size, hasAddend: true);
        }
    }

    // Products are below 1 and 1/4 on average: ten roundings of their sum, as for MatMul.
    private static PrimitiveCase Convolution(ConvolutionWindow window, int outputs, string size) => new($"Convolution {size} to {outputs}", (backend, device) =>
    {
        DeviceBuffer images = device.Numbers(TestNumbers.Uniform(window.ImageCount, -1, 1, stream: 17));
        DeviceBuffer weight = device.Numbers(TestNumbers.Uniform(window.RowLength * outputs, -1, 1, stream: 18));
        DeviceBuffer bias = device.Numbers(TestNumbers.Uniform(outputs, -1, 1, stream: 19)), y = device.Blank(window.Rows * outputs);
        backend.Convolution(window, outputs, images, weight, bias, new LeakyRelu.Formula(0.25), y);
        return device.Read(y);
    }, 1e-6, Math.Max(1, window.RowLength / 4.0) * 6e-7, window.Rows, window.RowLength, outputs);

    private static PrimitiveCase TransposedConvolution(ConvolutionWindow window, int inputs, string size) => new($"TransposedConvolution {inputs} to {size}", (backend, device) =>
    {
        DeviceBuffer rows = device.Numbers(TestNumbers.Uniform(window.Rows * inputs, -1, 1, stream: 17));
        DeviceBuffer weight = device.Numbers(TestNumbers.Uniform(window.RowLength * inputs, -1, 1, stream: 18));
        DeviceBuffer bias = device.Numbers(TestNumbers.Uniform(window.Channels, -1, 1, stream: 19)), images = device.Blank(window.ImageCount);
        backend.TransposedConvolution(window, inputs, rows, weight, bias, new LeakyRelu.Formula(0.25), images);
        return device.Read(images);
    }, 1e-6, Math.Max(1, inputs * window.Down.Size * window.Across.Size / 4.0) * 6e-7, window.Rows, window.RowLength, inputs);

    private static PrimitiveCase WeightGradient(ConvolutionWindow window, int outputs, string size, bool hasAddend) => new($"WeightGradient {size} to {outputs}{(hasAddend ? " + Matrix" : "")}", (backend, device) =>
    {
        DeviceBuffer images = device.Numbers(TestNumbers.Uniform(window.ImageCount, -1, 1, stream: 17));
        DeviceBuffer rows = device.Numbers(TestNumbers.Uniform(window.Rows * outputs, -1, 1, stream: 18));
        DeviceBuffer? addend = hasAddend ? device.Numbers(TestNumbers.Uniform(window.RowLength * outputs, -1, 1, stream: 19)) : null;
        DeviceBuffer weight = device.Blank(window.RowLength * outputs);
        backend.WeightGradient(window, outputs, images, rows, addend, weight);
        return device.Read(weight);
    }, 1e-6, Math.Max(1, window.Rows / 4.0) * 6e-7, window.Rows, window.RowLength, outputs);

    private static IEnumerable<PrimitiveCase> Rows()
    {
        foreach ((int tableRows, int columns, int count) in new[] { (1, 1, 1), (10, 7, 13), (7, 33, 128), (300, 784, 65) })
        {
            int[] indices = TestNumbers.Integers(count, tableRows, stream: 7);
            byte[] pixels = [.. TestNumbers.Integers(tableRows * columns, 256, stream: 8).Select(value => (byte)value)];
            string size = $"{count} of [{tableRows}, {columns}]";
            yield return new($"Gather {size}", (backend, device) =>
            {
                DeviceBuffer y = device.Blank(count * columns);
                DeviceBuffer table = device.Numbers(TestNumbers.Uniform(tableRows * columns, stream: 9));
                backend.Gather(new MultiplyScalar.Formula(0.5), columns, table, device.Integers(indices), y);
                return device.Read(y);
            });
            yield return new($"Gather {size} from bytes to [0, 1]", (backend, device) =>
            {
                DeviceBuffer y = device.Blank(count * columns);
                backend.Gather(PixelScaling.ZeroToOne, columns, device.Bytes(pixels), device.Integers(indices), y);
                return device.Read(y);
            }, 6e-8); // one rounding of a division
            yield return new($"Gather {size} from bytes to [-1, 1]", (backend, device) =>
            {
                DeviceBuffer y = device.Blank(count * columns);
                backend.Gather(PixelScaling.MinusOneToOne, columns, device.Bytes(pixels), device.Integers(indices), y);
                return device.Read(y);
            }, 6e-8);
            yield return new($"ScatterAdd {size}", (backend, device) =>
            {
                DeviceBuffer table = device.Blank(tableRows * columns);
                DeviceBuffer rows = device.Numbers(TestNumbers.Uniform(count * columns, stream: 10));
                backend.ScatterAdd(columns, rows, device.Integers(indices), table);
                return device.Read(table);
            }, Formula, 2 * count * 3e-7);
        }
    }

    private static IEnumerable<PrimitiveCase> Draws(int length)
    {
        yield return new($"Random {length} uniform", (backend, device) => Draw(backend, device, new(RandomKind.Uniform, 42, 3), length));
        yield return new(
            $"Random {length} normal", (backend, device) => Draw(backend, device, new(RandomKind.Normal, 42, 3), length), Absolute: 1e-6);
        yield return new($"Random {length} indices", (backend, device) =>
        {
            DeviceBuffer counter = device.Integers(-1, 4), y = device.Integers(new int[length]);
            backend.Random(new(RandomKind.Index, 42, 3, Bound: 60000), counter, y);
            return [.. device.ReadIntegers(y), .. device.ReadIntegers(counter)];
        });
    }

    // The counter is at 4·2³² + 2³² − 1, so that adding 1 carries into its upper half.
    private static double[] Draw(IBackend backend, DeviceScratch device, RandomDraw draw, int length)
    {
        DeviceBuffer counter = device.Integers(-1, 4), y = device.Blank(length);
        backend.Random(draw, counter, y);
        return [.. device.Read(y), .. device.ReadIntegers(counter)];
    }

    private static PrimitiveCase Update(int length) => new($"Update {length}", (backend, device) =>
    {
        DeviceBuffer clock = device.Clock(new UpdateClock(0, 0.125, 1, 1));
        UpdateSegment[] segments = [Segment(device, length, 0), Segment(device, 3, 1), Segment(device, 784, 2)];
        backend.Update(new MomentumRule(), clock, segments);
        backend.Update(new MomentumRule(), clock, segments);
        return [.. segments.SelectMany(segment =>
            device.Read(segment.Parameter).Concat(device.Read(segment.First)).Concat(device.Read(segment.Second)))];
    }, Formula, Formula);

    private static UpdateSegment Segment(DeviceScratch device, int length, uint stream) => new(
        device.Numbers(TestNumbers.Uniform(length, stream: 20 + stream)),
        device.Numbers(TestNumbers.Uniform(length, stream: 30 + stream)),
        device.Numbers(TestNumbers.Uniform(length, stream: 40 + stream)),
        device.Numbers(new double[length]));

    // The last three are packed: in two blocks for their size, and for rows a multiple of 4 KB apart.
    private static IEnumerable<PrimitiveCase> Products() =>
        from size in new[] { (61, 53, 47), (64, 64, 64), (130, 257, 65), (64, 512, 784), (390, 371, 390), (50, 1024, 400), (30, 200, 1024) }
        from transposeA in new[] { false, true }
        from transposeB in new[] { false, true }
        let addend = transposeA == transposeB ? MatMulAddendKind.Row : MatMulAddendKind.Matrix
        select MatMul(new MatMulSize(size.Item1, size.Item2, size.Item3, transposeA, transposeB), addend);

    /// <summary>A product of numbers in [−1, 1) with a leaky ReLU behind it.</summary>
    public static PrimitiveCase MatMul(MatMulSize size, MatMulAddendKind addend)
    {
        string flags = (size.TransposeA ? "T" : "N") + (size.TransposeB ? "T" : "N");
        return new($"MatMul {flags} [{size.Rows}, {size.Inner}]·[{size.Inner}, {size.Columns}]{(addend == MatMulAddendKind.None ? string.Empty : $" + {addend}")}", (backend, device) =>
        {
            DeviceBuffer a = device.Numbers(TestNumbers.Uniform(size.Rows * size.Inner, -1, 1, stream: 11));
            DeviceBuffer b = device.Numbers(TestNumbers.Uniform(size.Inner * size.Columns, -1, 1, stream: 12));
            DeviceBuffer? added = addend == MatMulAddendKind.None ? null : device.Numbers(TestNumbers.Uniform(
                addend == MatMulAddendKind.Row ? size.Columns : size.Rows * size.Columns, -1, 1, stream: 13));
            DeviceBuffer c = device.Blank(size.Rows * size.Columns);
            backend.MatMul(size, a, b, added, new LeakyRelu.Formula(0.25), c);
            return device.Read(c);
        },
        // Products are below 1 and 1/4 on average: ten roundings of their sum, whatever the order of additions.
        1e-6, Math.Max(1, size.Inner / 4.0) * 6e-7, size.Rows, size.Columns, size.Inner);
    }
}

/// <summary>What is added to a matrix product before its formula.</summary>
public enum MatMulAddendKind
{
    None,
    Row,
    Matrix,
}
