using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Sums of more than 4,096 terms are totals of partial sums, whose error does not grow with the number of terms.</summary>
public sealed class LongSumTests
{
    private const int LongestChain = 4096, Block = 256;

    // Half a unit in the last place, relative.
    private const double Rounding = 1.0 / (1 << 24);

    // Equal terms are rounded the same way each time: a chain of n of them is off by n/2 roundings of its result at most.
    private const double ChainOf1024 = 512 * Rounding, ChainOf4096 = 2048 * Rounding;

    private static readonly int[] _threads = [1, 2, 3];

    // One tile, a panel that ends within a vector, several panels; and rows enough to pack both operands, in two parts.
    private static readonly (int Rows, int Columns)[] _products = [(2, 2), (5, 33), (31, 80), (300, 192)];

    private static readonly AxisView[] _views = [new(1, 1 << 22, 1), new(1, 1 << 22, 2), new(70, 1 << 15, 1)];

    // Windows of one weight gradient, and its outputs: one for each algorithm of the processor, and for each of its ways.
    private static readonly (string Algorithm, ConvolutionWindow Window, int Outputs)[] _gradients =
    [
        ("product", new(20, new(20, 1, 1, 0, 0), new(20, 1, 1, 0, 0), 8), 16),
        ("direct, blocks of images", new(12, new(20, 3, 1, 1, 1), new(20, 3, 1, 1, 1), 16), 16),
        ("direct, blocks of lines", new(3, new(48, 3, 1, 1, 1), new(50, 3, 1, 1, 1), 8), 32),
        ("padded", new(256, new(18, 3, 1, 1, 1), new(18, 3, 1, 1, 1), 1), 16),
        ("padded, wide tiles", new(96, new(28, 3, 1, 1, 1), new(28, 3, 1, 1, 1), 1), 64),
        ("columns", new(12, new(20, 3, 1, 1, 1), new(20, 3, 1, 1, 1), 3), 5),
    ];

    [Test]
    public void MatMul_LongInner_IsATotalOfBlocks([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int rows, int columns) in _products)
        {
            MatMulSize size = new(rows, columns, LongestChain + Block + 5, transposeA, transposeB);

            CompareBits(size, (a, b, start) =>
            {
                double total = 0;
                for (int first = 0; first < size.Inner; first += Block)
                {
                    total += Chain(0, a, b, first, Math.Min(first + Block, size.Inner));
                }

                return (float)(start + total);
            });
        }
    }

    [Test]
    public void MatMul_LongestChain_IsOneChain([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int rows, int columns) in _products)
        {
            CompareBits(new MatMulSize(rows, columns, LongestChain, transposeA, transposeB), (a, b, start) => Chain(start, a, b, 0, LongestChain));
        }
    }

    [Test]
    public void MatMul_OfOneColumn_IsATotalOfShorterProducts([Values(1, 64, 70)] int rows, [Values] bool transposeA)
    {
        int block = transposeA ? Block : LongestChain, inner = 2 * LongestChain + 100;
        double[] a = TestNumbers.Uniform(rows * inner, stream: 31), b = TestNumbers.Uniform(inner, stream: 32);
        MatMulSize size = new(rows, 1, inner, transposeA, false);
        double[] totals = new double[rows];
        for (int first = 0; first < inner; first += block)
        {
            int count = Math.Min(block, inner - first);
            MatMulSize part = size with { Inner = count };
            double[] left = new double[rows * count];
            for (int row = 0; row < rows; row++)
            {
                for (int p = 0; p < count; p++)
                {
                    left[row * part.RowStrideA + p * part.InnerStrideA] = a[row * size.RowStrideA + (first + p) * size.InnerStrideA];
                }
            }

            double[] sums = Multiply(part, left, b[first..(first + count)], threads: 1);
            for (int row = 0; row < rows; row++)
            {
                totals[row] += sums[row];
            }
        }

        double[] expected = [.. totals.Select(total => (double)(float)total)];

        foreach (int threads in _threads)
        {
            NumericAssert.AreIdentical(Multiply(size, a, b, threads), expected, $"{size}", $"cpu with {threads} threads");
        }
    }

    // A last rounding, and 4,096 blocks whose errors average out. On a GPU 1,024 slices, added 64 at a time: a walk of roundings of
    // 2.6 of them, and three times that at most.
    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.PresentButReference))]
    public void MatMul_OfAMillionProducts_IsAsExactAsASingleRounding(string backend)
    {
        const int Inner = 1 << 20;
        double[] a = TestNumbers.Uniform(2 * Inner, 0, 1, stream: 33), b = TestNumbers.Uniform(2 * Inner, 0, 1, stream: 34);
        double[] tenths = new double[2 * Inner], ones = new double[2 * Inner];
        Array.Fill(tenths, 0.1f);
        Array.Fill(ones, 1);

        foreach (bool isTransposed in (bool[])[false, true])
        {
            MatMulSize size = new(2, 2, Inner, isTransposed, !isTransposed);

            double[] random = Multiply(size, a, b, BackendCases.Get(backend)), equal = Multiply(size, tenths, ones, BackendCases.Get(backend));

            using ReferenceBackend reference = new();
            NumericAssert.AreClose(random, Multiply(size, a, b, reference), backend == "cpu" ? 8e-8 : 5e-7, 0, $"{size}", backend);
            NumericAssert.AreClose(equal, [.. equal.Select(_ => Inner * (double)0.1f)], 1.1 * ChainOf1024, 0, $"{size} of 0.1", backend);
        }
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.PresentButReference))]
    public void Sum_OfMillions_DoesNotDrift(string backend)
    {
        foreach (AxisView view in _views)
        {
            foreach (float value in (float[])[1f, 0.1f])
            {
                double[] x = new double[view.FullCount];
                Array.Fill(x, value);
                using DeviceScratch device = new(BackendCases.Get(backend));
                DeviceBuffer sums = device.Blank(view.ReducedCount);

                BackendCases.Get(backend).Sum(view, device.Numbers(x), sums);

                double[] expected = new double[view.ReducedCount];
                Array.Fill(expected, value * (double)view.Extent);
                NumericAssert.AreClose(device.Read(sums), expected, value == 1 ? 0 : 1.1 * ChainOf4096, 0, $"Sum {view} of {value}", backend);
            }
        }
    }

    // Of ones and tenths: the error of one chain would be that of its length.
    [TestCaseSource(nameof(Gradients))]
    public void WeightGradient_OfManyWindows_IsATotalOfBlocks(ConvolutionWindow window, int outputs)
    {
        double[] images = new double[window.ImageCount], rows = new double[window.Rows * outputs];
        Array.Fill(images, 1);
        Array.Fill(rows, 0.1f);
        double[] addend = TestNumbers.Uniform(window.RowLength * outputs, 0, 1, stream: 35);
        using ReferenceBackend reference = new();
        double[] expected = WeightGradient(reference);

        foreach (int threads in _threads)
        {
            using CpuBackend cpu = new(threads);
            double[] actual = WeightGradient(cpu);
            NumericAssert.AreClose(actual, expected, 1.1 * ChainOf1024, 0, $"WeightGradient {window}", $"cpu with {threads} threads");
            using CpuBackend one = new(threads: 1);
            NumericAssert.AreIdentical(actual, WeightGradient(one), $"WeightGradient {window}", $"cpu with {threads} threads");
        }

        double[] WeightGradient(IBackend backend)
        {
            using DeviceScratch device = new(backend);
            DeviceBuffer weight = device.Blank(addend.Length);
            backend.WeightGradient(window, outputs, device.Numbers(images), device.Numbers(rows), device.Numbers(addend), weight);
            return device.Read(weight);
        }
    }

    // 4,800 numbers a window, and rows of 5,008: a chain each of 960, and of 256.
    [Test]
    public void Convolution_OfLongWindows_IsATotalOfBlocks()
    {
        ConvolutionWindow window = new(9, new(4, 5, 1, 2, 2), new(3, 5, 1, 2, 2), 192), narrow = window with { Channels = 16 };
        double[] images = new double[window.ImageCount], weight = new double[window.RowLength * 16];
        double[] rows = new double[narrow.Rows * 5008], transposed = new double[narrow.RowLength * 5008];
        Array.Fill(images, 1);
        Array.Fill(weight, 0.1f);
        Array.Fill(rows, 1);
        Array.Fill(transposed, 0.1f);
        using ReferenceBackend reference = new();
        using CpuBackend one = new(threads: 1), three = new(threads: 3);

        double[] actual = Convolve(one);

        NumericAssert.AreClose(actual, Convolve(reference), 1.1 * ChainOf1024, 0, "Convolution", "cpu");
        NumericAssert.AreIdentical(Convolve(three), actual, "Convolution", "cpu with 3 threads");

        double[] Convolve(IBackend backend)
        {
            using DeviceScratch device = new(backend);
            DeviceBuffer y = device.Blank(window.Rows * 16), x = device.Blank(narrow.ImageCount);
            backend.Convolution(window, 16, device.Numbers(images), device.Numbers(weight), null, default(Identity), y);
            backend.TransposedConvolution(narrow, 5008, device.Numbers(rows), device.Numbers(transposed), null, default(Identity), x);
            return [.. device.Read(y), .. device.Read(x)];
        }
    }

    [TestCase(2, 2, 4096, 1)]
    [TestCase(2, 2, 4097, 5)]
    [TestCase(2, 2, 1 << 20, 1024)]
    [TestCase(2, 2, 1 << 27, 65535)] // grid axis Z ends there
    [TestCase(32768, 8192, 8192, 7)] // 8 slices would be 2³¹ numbers
    public void Slices_OfAProductOnAGpu_FollowFromItsSize(int rows, int columns, int inner, int slices)
    {
        MatMulSize size = new(rows, columns, inner, false, false);

        Assert.That(new GpuMatMulPlan(GpuMatMulVersion.Tiled).CutFor(size).Slices, Is.EqualTo(slices));
        Assert.That(new GpuMatMulPlan(GpuMatMulVersion.VectorTiled, Slices: 2000).CutFor(size).Slices, Is.EqualTo(Math.Max(slices, 2000)));
    }

    private static IEnumerable<TestCaseData> Gradients() =>
        _gradients.Select(gradient => new TestCaseData(gradient.Window, gradient.Outputs).SetArgDisplayNames(gradient.Algorithm));

    // Every element of a product with a bias, against a rule in plain float32: the row of a, the column of b, and the bias.
    private static void CompareBits(MatMulSize size, Func<float[], float[], float, float> rule)
    {
        double[] a = TestNumbers.Uniform(size.Rows * size.Inner, stream: 28), b = TestNumbers.Uniform(size.Inner * size.Columns, stream: 29);
        double[] bias = TestNumbers.Uniform(size.Columns, stream: 30);
        float[][] left = Lines(a, size.Rows, size.RowStrideA, size.Inner, size.InnerStrideA);
        float[][] right = Lines(b, size.Columns, size.ColumnStrideB, size.Inner, size.InnerStrideB);
        double[] expected = [.. left.SelectMany(row => right.Select((column, j) => (double)new LeakyRelu.Formula(0.25).Invoke(rule(row, column, (float)bias[j]))))];
        foreach (int threads in _threads)
        {
            using CpuBackend backend = new(threads);
            using DeviceScratch device = new(backend);
            DeviceBuffer c = device.Blank(expected.Length);

            backend.MatMul(size, device.Numbers(a), device.Numbers(b), device.Numbers(bias), new LeakyRelu.Formula(0.25), c);

            NumericAssert.AreIdentical(device.Read(c), expected, $"{size}", $"cpu with {threads} threads");
        }
    }

    private static float[][] Lines(double[] matrix, int count, int stride, int inner, int innerStride) =>
        [.. Enumerable.Range(0, count).Select(line => Enumerable.Range(0, inner).Select(p => (float)matrix[line * stride + p * innerStride]).ToArray())];

    // Fused where the processor's vectors are.
    private static float Chain(float start, float[] a, float[] b, int first, int end)
    {
        float sum = start;
        for (int p = first; p < end; p++)
        {
            sum = float.MultiplyAddEstimate(a[p], b[p], sum);
        }

        return sum;
    }

    private static double[] Multiply(MatMulSize size, double[] a, double[] b, int threads)
    {
        using CpuBackend backend = new(threads);
        return Multiply(size, a, b, backend);
    }

    private static double[] Multiply(MatMulSize size, double[] a, double[] b, IBackend backend)
    {
        using DeviceScratch device = new(backend);
        DeviceBuffer c = device.Blank(size.Rows * size.Columns);
        backend.MatMul(size, device.Numbers(a), device.Numbers(b), null, default(Identity), c);
        return device.Read(c);
    }
}
