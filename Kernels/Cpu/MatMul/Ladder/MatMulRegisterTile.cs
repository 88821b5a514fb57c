using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>Rung 5: eight rows by 32 columns of c stay in registers over the whole inner extent.</summary>
/// <remarks>
/// What changed: c is stored once and never loaded. A step over the inner extent loads 2 vectors of b and 8 single floats of
/// a for 16 multiply-adds, so the loads (two a cycle) take 5 cycles where the arithmetic takes 8, and 16 independent sums
/// cover its latency. With AVX-512 this fills 19 of 32 registers; without, a vector is two halves, and sums spill.
/// The product's <see cref="MatMulTile"/> adds a third vector of columns, any height, software prefetch, and all transposes.
/// Bought: 3.0 times rung 4, 46 GFLOP/s (same place).
/// </remarks>
internal static unsafe class MatMulRegisterTile
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 8;

    /// <summary>Columns of a tile: two vectors.</summary>
    public const int TileColumns = 2 * Lanes;

    private const int Lanes = 16;

    /// <inheritdoc cref="MatMulNaive.Run"/>
    public static void Run(int rows, int columns, int inner, float* a, float* b, float* c)
    {
        for (int column = 0; column < columns; column += TileColumns)
        {
            RunPanel(rows, columns, inner, a, b, c, column);
        }
    }

    /// <summary>Columns <paramref name="column"/> to <paramref name="column"/> + 31 of c; fewer at its right edge.</summary>
    public static void RunPanel(int rows, int columns, int inner, float* a, float* b, float* c, int column)
    {
        int width = Math.Min(TileColumns, columns - column);
        int row = 0;
        for (; width == TileColumns && row <= rows - TileRows; row += TileRows)
        {
            RunTile(inner, a + (nint)row * inner, b + column, columns, c + (nint)row * columns + column);
        }

        for (; row < rows; row++)
        {
            float* sums = c + (nint)row * columns + column;
            new Span<float>(sums, width).Clear();
            for (int p = 0; p < inner; p++)
            {
                MatMulVectorised.AddRow(a[(nint)row * inner + p], b + (nint)p * columns + column, sums, width);
            }
        }
    }

    // l and r: the left and right vector of a row's sums. Only locals of their own are kept in registers, hence no arrays.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTile(int inner, float* a, float* b, nint strideB, float* c)
    {
        Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default, l7 = default;
        Vector512<float> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        float* a3 = a + (nint)3 * inner, a6 = a + (nint)6 * inner;
        nint stride = inner;
        for (int p = 0; p < inner; p++)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + Lanes);
            MultiplyAdd(a[0], left, right, ref l0, ref r0);
            MultiplyAdd(a[stride], left, right, ref l1, ref r1);
            MultiplyAdd(a[2 * stride], left, right, ref l2, ref r2);
            MultiplyAdd(a3[0], left, right, ref l3, ref r3);
            MultiplyAdd(a3[stride], left, right, ref l4, ref r4);
            MultiplyAdd(a3[2 * stride], left, right, ref l5, ref r5);
            MultiplyAdd(a6[0], left, right, ref l6, ref r6);
            MultiplyAdd(a6[stride], left, right, ref l7, ref r7);
            a++;
            a3++;
            a6++;
            b += strideB;
        }

        Store(l0, r0, c);
        Store(l1, r1, c + strideB);
        Store(l2, r2, c + 2 * strideB);
        Store(l3, r3, c + 3 * strideB);
        Store(l4, r4, c + 4 * strideB);
        Store(l5, r5, c + 5 * strideB);
        Store(l6, r6, c + 6 * strideB);
        Store(l7, r7, c + 7 * strideB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float factor, Vector512<float> left, Vector512<float> right, ref Vector512<float> l, ref Vector512<float> r)
    {
        Vector512<float> factors = Vector512.Create(factor);
        l = Vector512.MultiplyAddEstimate(factors, left, l);
        r = Vector512.MultiplyAddEstimate(factors, right, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, float* c)
    {
        left.Store(c);
        right.Store(c + Lanes);
    }
}
