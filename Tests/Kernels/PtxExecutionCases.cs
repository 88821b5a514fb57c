using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;

namespace NativeGan.Tests.Kernels;

/// <summary>What each GPU kernel is executed on: small sizes that end in the middle of a warp, a block, a tile or a chunk.</summary>
public static class PtxExecutionCases
{
    // One single precision rounding is 6e-8; a formula of a few operations stays below.
    private const double Formula = 1e-6;

    // Edges of a warp and of a block of 256, and a grid of several blocks.
    private static readonly int[] _lengths = [1, 31, 256, 257, 1009];

    private static readonly (int Rows, int Columns, int Count)[] _rows = [(1, 1, 1), (10, 7, 13), (7, 33, 29)];

    private static readonly AxisView[] _views =
    [
        new(1, 1, 1), new(1, 7, 1), new(7, 1, 1), new(1, 1, 7), new(3, 41, 2), new(2, 97, 33), new(1, 257, 31), new(5, 3, 65), new(1, 1009, 1),
    ];

    /// <summary>The cases of a kernel; none for one that is not known here.</summary>
    public static IEnumerable<PrimitiveCase> Of(string kernel) => kernel switch
    {
        "Fill" => Lengths(length => new($"Fill {length}", (backend, device) => On(device.Blank(length), device, y => backend.Fill(-1.25, y)))),
        "Map" => Maps(),
        "ZipTwo" => Zips(),
        "ZipThree" => Triples(),
        "Naive" or "Coalesced" or "Tiled" or "RegisterBlocked" or "RegisterTiled" => Products(),
        "SumSlices" => Products(),
        "VectorTiled" => FewProducts().Concat(LargeProducts()),
        "TensorCore" => FewProducts().Concat(LargeProducts()).Select(WithTf32),
        "ReduceSerial[Sum]" or "ReduceTree[Sum]" => _views.Select(view => Reduction("Sum", view)),
        "ReduceSerial[Max]" or "ReduceTree[Max]" => _views.Select(view => Reduction("Max", view)),
        "Broadcast" => _views.Select(view => new PrimitiveCase($"Broadcast {view}", (backend, device) =>
            On(device.Blank(view.FullCount), device, y => backend.Broadcast(view, device.Numbers(TestNumbers.Uniform(view.ReducedCount)), y)))),
        "CopyBlock" => Copies(),
        "Unfold" or "Fold" => PrimitiveCases.Windows.Where(static window => window.ColumnCount <= 20_000).SelectMany(PrimitiveCases.Convolutions)
            .Where(one => one.Name.StartsWith($"{kernel} ", StringComparison.Ordinal)),
        "Gather" => Gathers(isBytes: false),
        "GatherBytes" => Gathers(isBytes: true),
        "ScatterAdd" => Scatters(),
        "TakeRow[Single]" or "PutRow[Single]" => Rings(isInteger: false),
        "TakeRow[Int32]" or "PutRow[Int32]" or "AdvanceCursor" => Rings(isInteger: true),
        "Uniform" or "AdvanceCounter" => Lengths(length => Draw(new(RandomKind.Uniform, 42, 3), length, 0))
            .Append(Draw(new(RandomKind.Uniform, 0xFEDCBA9876543210, 0xFFFFFFFF, Scale: 2, Offset: -1), 1009, 0)),
        "Normal" => Lengths(length => Draw(new(RandomKind.Normal, 42, 3, Scale: 0.02, Offset: 0.5), length, 1e-6)),
        "Index" => Lengths(length => Draw(new(RandomKind.Index, 42, 3, Bound: 60000), length, 0)),
        "AdvanceClock" or "ApplyOne" or "ApplyMany" => Updates(),
        _ => [],
    };

    private static IEnumerable<PrimitiveCase> Lengths(Func<int, PrimitiveCase> make) => _lengths.Select(make);

    private static double[] On(DeviceBuffer y, DeviceScratch device, Action<DeviceBuffer> run)
    {
        run(y);
        return device.Read(y);
    }

    private static IEnumerable<PrimitiveCase> Maps() =>
    [
        .. Lengths(length => Map(new Sigmoid.Formula(), -8, 8, length)),
        .. Lengths(length => Map(new Identity(), -8, 8, length)),
        Map(new Abs.Formula(), -8, 8), Map(new AddScalar.Formula(0.75), -8, 8), Map(new Clamp.Formula(-0.5, 1.25), -2, 2),
        Map(new Cos.Formula(), -4, 4), Map(new EluOperation.Formula(0.5), -8, 8), Map(new Exp.Formula(), -8, 8), Map(new LeakyRelu.Formula(0.25), -8, 8),
        Map(new LessThan.Formula(0.5), -1, 1), Map(new Log.Formula(), 0.01, 8), Map(new MultiplyScalar.Formula(0.3), -8, 8),
        Map(new Negate.Formula(), -8, 8), Map(PixelScaling.MinusOneToOne, 0, 255), Map(new PowScalar.Formula(1.5), 0.01, 8),
        Map(new PowScalar.Formula(3), -4, 4), Map(new Reciprocal.Formula(), 0.1, 8), Map(new ReciprocalSqrt.Formula(), 0.1, 8),
        Map(new Relu.Formula(), -8, 8), Map(new Sign.Formula(), -8, 8), Map(new Sin.Formula(), -4, 4), Map(new Softplus.Formula(), -20, 20),
        Map(new Sqrt.Formula(), 0, 8), Map(new Square.Formula(), -8, 8), Map(new Tanh.Formula(), -8, 8),
    ];

    // Behind the numbers: zeros of both signs, infinities and NaN.
    private static PrimitiveCase Map<TFormula>(TFormula formula, double low, double high, int length = 333) where TFormula : unmanaged, IUnaryFormula
    {
        double[] x = [.. TestNumbers.Uniform(length, low, high), 0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        return new($"Map {typeof(TFormula).FullName} {length}", (backend, device) =>
            On(device.Blank(x.Length), device, y => backend.Map(formula, device.Numbers(x), y)), Formula, Formula);
    }

    private static IEnumerable<PrimitiveCase> Zips() =>
    [
        .. Lengths(length => Zip(new Divide.Formula(), length)),
        Zip(new Add.Formula()), Zip(new Subtract.Formula()), Zip(new Multiply.Formula()), Zip(new Maximum.Formula()), Zip(new Minimum.Formula()),
        Zip(new EqualTo.Formula()), Zip(new GreaterOrHalf.Formula()), Zip(new ReluGradient.Formula()), Zip(new LeakyReluGradient.Formula(0.25)),
        Zip(new SigmoidGradient.Formula()), Zip(new TanhGradient.Formula()), Zip(new EluGradient.Formula(0.5)),
        Zip(new ClampGradient.Formula(0.2, 0.8)), Zip(new Pow.Formula()), Zip(new DropoutMask.Formula(0.75)), Zip(new BinaryCrossEntropy.Formula()),
        Zip(new BinaryCrossEntropyWithLogits.Formula()),
    ];

    // Numbers in (0, 1), where every formula is defined; the first ones are pairs of equal numbers.
    private static PrimitiveCase Zip<TFormula>(TFormula formula, int length = 333) where TFormula : unmanaged, IBinaryFormula
    {
        double[] a = TestNumbers.Uniform(length, 0.01, 0.99, stream: 1), b = TestNumbers.Uniform(length, 0.01, 0.99, stream: 2);
        b[0] = a[0];
        return new($"Zip {typeof(TFormula).FullName} {length}", (backend, device) =>
            On(device.Blank(length), device, y => backend.Zip(formula, device.Numbers(a), device.Numbers(b), y)), Formula, Formula);
    }

    private static IEnumerable<PrimitiveCase> Triples() =>
    [
        .. Lengths(length => Triple(new BinaryCrossEntropyWithLogitsGradient.Formula(), length)),
        .. Lengths(length => Triple(new BinaryCrossEntropyGradient.Formula(), length)),
    ];

    private static PrimitiveCase Triple<TFormula>(TFormula formula, int length) where TFormula : unmanaged, ITernaryFormula =>
        new($"Zip {typeof(TFormula).FullName} {length}", (backend, device) => On(device.Blank(length), device, y => backend.Zip(
            formula, Numbers(device, length, 1), Numbers(device, length, 2), Numbers(device, length, 3), y)), 3 * Formula, Formula);

    private static DeviceBuffer Numbers(DeviceScratch device, int length, uint stream) =>
        device.Numbers(TestNumbers.Uniform(length, 0.01, 0.99, stream));

    // Sizes of 1, primes, and one below, at and above the tiles of 16 and 64, for every transposition; addends in turns.
    private static IEnumerable<PrimitiveCase> Products() =>
        Products((1, 1, 1), (1, 17, 5), (13, 1, 31), (15, 16, 17), (17, 15, 16), (16, 67, 7), (65, 33, 3), (3, 5, 0), (63, 64, 33));

    // A group of the larger tiles computes as much for a small product as for a large one.
    private static IEnumerable<PrimitiveCase> FewProducts() => Products((1, 1, 1), (13, 1, 31), (3, 5, 0), (17, 67, 16));

    private static IEnumerable<PrimitiveCase> Products(params (int Rows, int Columns, int Inner)[] sizes) =>
        from size in sizes
        from transposes in Enumerable.Range(0, 4)
        select PrimitiveCases.MatMul(
            new MatMulSize(size.Rows, size.Columns, size.Inner, transposes % 2 != 0, transposes / 2 != 0),
            (MatMulAddendKind)((size.Rows + size.Columns + transposes) % 3));

    // One below, at and above the tiles of 128, with rows of 16-byte multiples and without.
    private static IEnumerable<PrimitiveCase> LargeProducts() =>
        from size in new[] { (129, 127, 17), (127, 132, 20), (128, 128, 33) }
        from transposes in new[] { (false, false), (true, true), (false, true) }
        select PrimitiveCases.MatMul(
            new MatMulSize(size.Item1, size.Item2, size.Item3, transposes.Item1, transposes.Item2),
            size.Item1 == 128 ? MatMulAddendKind.Matrix : MatMulAddendKind.Row);

    // TF32 keeps 10 bits behind the leading one: each factor is off by 2⁻¹¹ at most, and products are 1/4 on average.
    private static PrimitiveCase WithTf32(PrimitiveCase product) =>
        product with { Absolute = Math.Max(1, product.MatMulExtents[2] / 2.0) * Math.ScaleB(1, -10) };

    private static PrimitiveCase Reduction(string name, AxisView view) => new($"{name} {view}", (backend, device) =>
    {
        DeviceBuffer x = device.Numbers(TestNumbers.Uniform(view.FullCount, stream: 4));
        return On(device.Blank(view.ReducedCount), device, y =>
        {
            if (name == "Sum")
            {
                backend.Sum(view, x, y);
            }
            else
            {
                backend.Max(view, x, y);
            }
        });
    }, name == "Sum" ? Formula : 0, name == "Sum" ? 2 * view.Extent * 3e-7 : 0); // numbers are below 2

    private static IEnumerable<PrimitiveCase> Copies() =>
    [
        Copy("all of 1009", 1009, 1009, BlockCopy.Create(0, 0, [new(1009, 1, 1)])),
        Copy("a transpose of [37, 13]", 481, 481, BlockCopy.Create(0, 0, [new(13, 1, 37), new(37, 13, 1)])),
        Copy("columns 3 to 10 of [50, 17]", 850, 400, BlockCopy.Create(3, 0, [new(50, 17, 8), new(8, 1, 1)])),
        Copy("into columns 3 to 10 of [50, 17]", 400, 850, BlockCopy.Create(0, 3, [new(50, 8, 17), new(8, 1, 1)])),
        Copy("one element", 5, 5, BlockCopy.Create(3, 1, [])),
        Copy("six axes, shuffled", 720, 720, BlockCopy.Create(0, 0,
            [new(1, 1, 720), new(5, 6, 144), new(3, 120, 48), new(2, 360, 24), new(4, 30, 6), new(6, 1, 1)])),
    ];

    private static PrimitiveCase Copy(string name, int sourceLength, int targetLength, BlockCopy copy) => new($"CopyBlock {name}", (backend, device) =>
        On(device.Blank(targetLength), device, y => backend.CopyBlock(copy, device.Numbers(TestNumbers.Uniform(sourceLength)), y)));

    private static IEnumerable<PrimitiveCase> Gathers(bool isBytes) =>
        from size in _rows
        let indices = TestNumbers.Integers(size.Count, size.Rows, stream: 7)
        select new PrimitiveCase($"Gather {size}", (backend, device) => On(device.Blank(size.Count * size.Columns), device, y => backend.Gather(
            PixelScaling.MinusOneToOne,
            size.Columns,
            isBytes ? device.Bytes([.. TestNumbers.Integers(size.Rows * size.Columns, 256).Select(static value => (byte)value)])
                : device.Numbers(TestNumbers.Uniform(size.Rows * size.Columns)),
            device.Integers(indices),
            y)), 1e-7, 1e-7); // two roundings below 1

    private static IEnumerable<PrimitiveCase> Scatters() =>
        from size in _rows
        let indices = TestNumbers.Integers(size.Count, size.Rows, stream: 7)
        select new PrimitiveCase($"ScatterAdd {size}", (backend, device) => On(device.Blank(size.Rows * size.Columns), device, y =>
            backend.ScatterAdd(size.Columns, device.Numbers(TestNumbers.Uniform(size.Count * size.Columns)), device.Integers(indices), y)),
            Formula, 2 * size.Count * 3e-7);

    // Once around a ring of three rows and one further, reading and writing.
    private static IEnumerable<PrimitiveCase> Rings(bool isInteger) => Lengths(length => new($"ring of 3 × {length}", (backend, device) =>
    {
        int[] values = TestNumbers.Integers(3 * length, 1000, stream: 8);
        DeviceBuffer ring = isInteger ? device.Integers(values) : device.Numbers([.. values.Select(static value => (double)value)]);
        DeviceBuffer back = isInteger ? device.Integers(new int[3 * length]) : device.Numbers(new double[3 * length]);
        DeviceBuffer row = isInteger ? device.Integers(new int[length]) : device.Blank(length);
        DeviceBuffer reads = device.Integers(1), writes = device.Integers(2);
        for (int turn = 0; turn < 4; turn++)
        {
            backend.TakeRow(ring, reads, row);
            backend.PutRow(row, writes, back);
        }

        IEnumerable<double> moved = isInteger ? device.ReadIntegers(back).Select(static value => (double)value) : device.Read(back);
        return [.. moved, device.ReadIntegers(reads)[0], device.ReadIntegers(writes)[0]];
    }));

    // The counter is at 4·2³² + 2³² − 1, so that adding 1 carries into its upper half.
    private static PrimitiveCase Draw(RandomDraw draw, int length, double absolute) => new($"{draw} {length}", (backend, device) =>
    {
        DeviceBuffer counter = device.Integers(-1, 4);
        DeviceBuffer y = draw.Kind == RandomKind.Index ? device.Integers(new int[length]) : device.Blank(length);
        backend.Random(draw, counter, y);
        backend.Random(draw, counter, y);
        IEnumerable<double> drawn = draw.Kind == RandomKind.Index ? device.ReadIntegers(y).Select(static value => (double)value) : device.Read(y);
        return [.. drawn, .. device.ReadIntegers(counter)];
    }, 0, absolute);

    private static IEnumerable<PrimitiveCase> Updates() =>
    [
        Update(new AdamRule(0.5, 0.999, 1e-8, isEpsilonHat: false)), Update(new AdamRule(0.5, 0.999, 1e-7, isEpsilonHat: true)),
        Update(new NativeGan.Training.Optimizers.MomentumRule(0.9, isNesterov: true)), Update(new RmsPropRule(0.9, 1e-7)),
        Update(new TensorFlowRmsPropRule(0.9, 0.5, 1e-6)), Update(new ScheduledMomentumRule(0.5, 0.7, 3, 1.5, 0.1)),
    ];

    // Ten tensors: one launch of eight and one of two. Two steps, so that the second reads what the first wrote.
    private static PrimitiveCase Update<TRule>(TRule rule) where TRule : unmanaged, IUpdateRule => new($"Update {typeof(TRule).Name}", (backend, device) =>
    {
        DeviceBuffer clock = device.Clock(new UpdateClock(0, 0.125, 1, 1));
        int[] lengths = [257, 1, 33, 7, 64, 5, 31, 3, 300, 2];
        UpdateSegment[] segments = [.. lengths.Select((length, number) => new UpdateSegment(
            device.Numbers(TestNumbers.Uniform(length, stream: 20u + (uint)number)),
            device.Numbers(TestNumbers.Uniform(length, stream: 40u + (uint)number)),
            device.Numbers(new double[length]),
            device.Numbers(new double[length])))];
        backend.Update(rule, clock, segments);
        backend.Update(rule, clock, segments);

        UpdateClock end = device.ReadClock(clock);
        return [end.Step, end.LearningRate, end.FirstPower, end.SecondPower, .. segments.SelectMany(segment =>
            device.Read(segment.Parameter).Concat(device.Read(segment.First)).Concat(device.Read(segment.Second)))];
    }, 3 * Formula, 3 * Formula);
}
