using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Cpu.Convolution;
using NativeGan.Kernels.Cpu.MatMul;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The <c>cpu</c> backend's bits do not depend on the width of the processor's vectors.</summary>
/// <remarks>
/// Where code is chosen by width, all of it runs here, whatever the processor has: .NET puts a wide vector together from narrow ones. Each
/// result is held against the definition, one scalar operation after the other.
/// </remarks>
public sealed unsafe class VectorWidthTests
{
    private delegate void TileOfAWidth(in MatMulTile tile, int rows, int columns);

    private static readonly Dictionary<int, TileOfAWidth> _widths = new()
    {
        [512] = MatMulTileShape.Compute<Vector512<float>, Lanes512>,
        [256] = MatMulTileShape.Compute<Vector256<float>, Lanes256>,
        [128] = MatMulTileShape.Compute<Vector128<float>, Lanes128>,
    };

    [Test]
    public void MatMulTile_OfEveryWidth_IsTheChainOfMultiplyAdds([Values(512, 256, 128)] int width, [Values(1, 5, 6, 9, 14)] int rows, [Values(16, 32, 48)] int columns)
    {
        const int inner = 37;
        float[] a = Numbers(rows * inner, 1), b = Numbers(inner * columns, 2), start = Numbers(rows * columns, 3), actual = new float[rows * columns];

        fixed (float* left = a, right = b, initial = start, result = actual)
        {
            MatMulTile tile = new()
            {
                A = left,
                RowStrideA = inner,
                InnerStrideA = 1,
                B = right,
                InnerStrideB = columns,
                Inner = inner,
                Initial = initial,
                InitialStride = columns,
                C = result,
                RowStrideC = columns,
            };
            _widths[width](tile, rows, columns);
        }

        float[] expected = [.. start.Select((value, index) => Chain(value, inner, p => (a[index / columns * inner + p], b[p * columns + index % columns])))];
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void PaddedTile_For512Bits_IsTheChainOfMultiplyAdds()
    {
        // 14 windows of 3 × 3 in an image of 16 columns.
        const int length = 9, line = 16, outputs = PaddedTile.Outputs;
        float[] image = Numbers(3 * line, 1), weight = Numbers(length * outputs, 2), bias = Numbers(outputs, 3), actual = new float[PaddedTile.Windows * outputs];
        nint[] steps = [.. Enumerable.Range(0, length).Select(p => (nint)(sizeof(float) * (p % 3 == 2 ? line - 2 : 1)))];

        fixed (float* a = image, b = weight, initial = bias, c = actual)
        fixed (nint* jumps = steps)
        {
            PaddedTile tile = new() { A = a, WindowBytes = sizeof(float), Steps = jumps, Length = length, B = b, Initial = initial, C = c, Stride = outputs };
            PaddedTile.Compute(&tile);
        }

        float[] expected = [.. actual.Select((_, index) =>
            Chain(bias[index % outputs], length, p => (image[index / outputs + p / 3 * line + p % 3], weight[p * outputs + index % outputs])))];
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void PaddedGradientTile_For512Bits_IsTheChainOfMultiplyAdds([Values(2, 3, 4, 5)] int elements, [Values] bool goesOn)
    {
        const int windows = 6, lines = 3, line = 10, outputs = PaddedGradientTile.Outputs;
        float[] image = Numbers(lines * line, 1), rows = Numbers(lines * windows * outputs, 2), start = Numbers(elements * outputs, 3), actual = [.. start];

        fixed (float* a = image, b = rows, c = actual)
        {
            PaddedGradientTile tile = new() { A = a, StepA = 1, LineJumpA = line - windows, B = b, C = c, GoesOn = goesOn, Stride = outputs, Windows = windows, Lines = lines };
            PaddedGradientTile.Compute(&tile, elements);
        }

        float[] expected = [.. start.Select((value, index) => Chain(
            goesOn ? value : 0, lines * windows, w => (image[w / windows * line + w % windows + index / outputs], rows[w * outputs + index % outputs])))];
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void ProductWithAColumn_AddsItsPartialSumsInAFixedOrder([Values(5, 64, 131, 300)] int inner)
    {
        float[] a = Numbers(inner, 1), b = Numbers(inner, 2);
        using CpuBackend backend = new(threads: 1);
        using DeviceScratch device = new(backend);
        DeviceBuffer result = device.Blank(1);

        backend.MatMul(new MatMulSize(1, 1, inner, false, false), device.Numbers(Widen(a)), device.Numbers(Widen(b)), null, default(Identity), result);

        // 64 partial sums, or 16 for whole vectors after them; then lane by lane, then halves of halves of the vector, and the rest by itself.
        float[] sums = new float[64];
        int whole = inner / 16 * 16, wide = inner / 64 * 64;
        for (int i = 0; i < whole; i++)
        {
            int place = i < wide ? i % 64 : i % 16;
            sums[place] = MultiplyAdd(a[i], b[i], sums[place]);
        }

        float rest = 0;
        for (int i = whole; i < inner; i++)
        {
            rest += a[i] * b[i];
        }

        float[] lanes = [.. Enumerable.Range(0, 16).Select(lane => sums[lane] + sums[16 + lane] + (sums[32 + lane] + sums[48 + lane]))];
        Assert.That((float)device.Read(result)[0], Is.EqualTo(SumOf(lanes) + rest));
    }

    private static float SumOf(ReadOnlySpan<float> lanes) => lanes.Length == 1 ? lanes[0] : SumOf(lanes[..(lanes.Length / 2)]) + SumOf(lanes[(lanes.Length / 2)..]);

    private static float Chain(float start, int count, Func<int, (float A, float B)> factors)
    {
        for (int p = 0; p < count; p++)
        {
            (float a, float b) = factors(p);
            start = MultiplyAdd(a, b, start);
        }

        return start;
    }

    // What decides on the bits is this, not the width: every processor with AVX2 or AVX-512 fuses.
    private static float MultiplyAdd(float a, float b, float c) => Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : a * b + c;

    private static float[] Numbers(int count, int stream) => [.. TestNumbers.Uniform(count, -1, 1, stream: (uint)stream).Select(value => (float)value)];

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];
}
