using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>Copies and transposes operands into the order in which <see cref="MatMulTile"/> reads them.</summary>
/// <remarks>
/// A packed panel of b is [inner, width]: its rows follow one another, so that a tile reads memory from front to back. A
/// packed tile of a is [rows, inner] with a stride, or [inner, 16] where a is transposed. <see cref="CpuMatMul"/> packs; strided
/// copies and <see cref="Convolution.SingleChannelFold"/> use the transposition.
/// </remarks>
internal static unsafe class MatMulPacking
{
    /// <summary>
    /// Copies <paramref name="inner"/> rows of <paramref name="columns"/> floats and fills up to <paramref name="width"/> with
    /// zeros.
    /// </summary>
    /// <remarks>The zeros only reach columns that are not stored in c.</remarks>
    public static void CopyPanel(float* source, nint stride, int inner, int columns, float* panel, int width)
    {
        for (int row = 0; row < inner; row++)
        {
            float* from = source + row * stride;
            float* to = panel + (nint)row * width;
            int column = 0;
            for (; column <= columns - 16; column += 16)
            {
                Vector512.Load(from + column).Store(to + column);
            }

            for (; column < columns; column++)
            {
                to[column] = from[column];
            }

            for (; column < width; column++)
            {
                to[column] = 0f;
            }
        }
    }

    /// <summary>
    /// Copies <paramref name="inner"/> rows of several whole panels. Reads each row from front to back, and prefetches the row
    /// two further on.
    /// </summary>
    public static void CopyPanels(float* source, nint stride, int inner, int panels, int width, float* target, nint panelFloats)
    {
        for (int row = 0; row < inner; row++)
        {
            float* from = source + row * stride;
            float* to = target + (nint)row * width;
            for (int panel = 0; panel < panels; panel++)
            {
                for (int column = 0; column < width; column += 16)
                {
                    if (Sse.IsSupported)
                    {
                        Sse.Prefetch0(from + column + 2 * stride);
                    }

                    Vector512.Load(from + column).Store(to + column);
                }

                from += width;
                to += panelFloats;
            }
        }
    }

    /// <summary>
    /// panel[p, j] = source[j, p] for j below <paramref name="columns"/>, and 0 from there to <paramref name="width"/>.
    /// </summary>
    public static void TransposePanel(float* source, nint stride, int inner, int columns, float* panel, int width)
    {
        Transpose(source, stride, columns, inner, panel, width);
        for (int p = 0; p < inner && columns < width; p++)
        {
            new Span<float>(panel + (nint)p * width + columns, width - columns).Clear();
        }
    }

    /// <summary>target[p, j] = source[j, p] for <paramref name="rows"/> rows j of <paramref name="columns"/> floats p.</summary>
    public static void Transpose(float* source, nint stride, int rows, int columns, float* target, nint targetStride)
    {
        for (int row = 0; row < rows; row += 16)
        {
            float* from = source + row * stride;
            int present = Math.Min(rows - row, 16);
            int p = 0;
            if (present == 16 && Avx512F.IsSupported)
            {
                for (; p <= columns - 4; p += 4)
                {
                    if (p % 16 == 0)
                    {
                        PrefetchSixteen(from + p + 32, stride);
                    }

                    TransposeSixteenByFour(from + p, stride, target + p * targetStride + row, targetStride);
                }
            }

            for (; p < columns; p++)
            {
                float* to = target + p * targetStride + row;
                for (int j = 0; j < present; j++)
                {
                    to[j] = from[j * stride + p];
                }
            }
        }
    }

    /// <summary>
    /// Copies <paramref name="rows"/> rows of <paramref name="inner"/> floats to rows <paramref name="targetStride"/> apart.
    /// </summary>
    public static void CopyRows(float* source, nint stride, int rows, int inner, float* target, nint targetStride)
    {
        for (int row = 0; row < rows; row++)
        {
            Unsafe.CopyBlockUnaligned(target + row * targetStride, source + row * stride, (uint)inner * sizeof(float));
        }
    }

    /// <summary>Copies up to sixteen columns of <paramref name="rows"/> rows to rows sixteen apart.</summary>
    /// <remarks>
    /// Each row is copied as sixteen floats; tiles ignore the surplus. Where fewer than sixteen are left before
    /// <paramref name="end"/>, only <paramref name="columns"/> are copied. Everywhere else that is avoided: exact copies
    /// of 14 floats took a tenth of the whole product's time.
    /// </remarks>
    public static void CopyColumns(float* source, nint stride, int rows, int columns, float* end, float* target)
    {
        for (int row = 0; row < rows; row++)
        {
            if (end - source >= 16)
            {
                Vector512.Load(source).Store(target);
            }
            else
            {
                new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(target, columns));
            }

            source += stride;
            target += 16;
        }
    }

    // Sixteen rows of four floats become four rows of sixteen. Vector g is loaded from rows g, 4 + g, 8 + g and 12 + g, one in
    // each quarter. Two rounds of unpacking then transpose 4x4 inside each quarter, which leaves a column's numbers in the order
    // of the rows. 64 elements take 28 instructions: 4 loads, 12 insertions from memory, 8 shuffles and 4 stores.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSixteenByFour(float* source, nint stride, float* target, nint targetStride)
    {
        Vector512<float> v0 = LoadQuarters(source, stride);
        Vector512<float> v1 = LoadQuarters(source + stride, stride);
        Vector512<float> v2 = LoadQuarters(source + 2 * stride, stride);
        Vector512<float> v3 = LoadQuarters(source + 3 * stride, stride);
        Vector512<double> low01 = Avx512F.UnpackLow(v0, v1).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(v0, v1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(v2, v3).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
        Avx512F.UnpackLow(low01, low23).AsSingle().Store(target);
        Avx512F.UnpackHigh(low01, low23).AsSingle().Store(target + targetStride);
        Avx512F.UnpackLow(high01, high23).AsSingle().Store(target + 2 * targetStride);
        Avx512F.UnpackHigh(high01, high23).AsSingle().Store(target + 3 * targetStride);
    }

    // The hardware prefetcher does not follow sixteen rows at once: each row is fetched two cache lines ahead of its use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchSixteen(float* source, nint stride)
    {
        for (int row = 0; row < 16; row++)
        {
            Sse.Prefetch0(source);
            source += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadQuarters(float* source, nint stride)
    {
        Vector512<float> result = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        result = Avx512F.InsertVector128(result, Vector128.Load(source + 4 * stride), 1);
        result = Avx512F.InsertVector128(result, Vector128.Load(source + 8 * stride), 2);
        return Avx512F.InsertVector128(result, Vector128.Load(source + 12 * stride), 3);
    }
}
