using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>Sums of many products: a chain of float32 for each block of the inner extent, and a total of all blocks in double.</summary>
/// <remarks>
/// A running sum of float32 that is a million times its next term rounds most of the term away: 2²⁰ times 0.1 came out as
/// 105,892. The blocks follow from the extents alone, so a result has the same bits for any number of threads. Up to
/// <see cref="LongestChain"/> products stay one chain. A formula and an addend follow once, when the total is complete.
/// </remarks>
internal static unsafe class LongSums
{
    /// <summary>Most products of a sum that is one chain.</summary>
    public const int LongestChain = 4096;

    /// <summary>Products of a block of a matrix product: its panels and tiles fit the caches, whatever the layout.</summary>
    public const int Block = 256;

    /// <summary>Windows of a block of a convolution's weight gradient, or one line of windows where that is more.</summary>
    public const int BlockOfWindows = 1024;

    private const int Lanes = PaddedVector.Lanes;

    /// <summary>Whether a sum of so many products is cut into blocks.</summary>
    public static bool IsLong(long products) => products > LongestChain;

    /// <summary>Adds rows of sums, side by side, to totals; the first block sets them.</summary>
    /// <param name="sums">The sums of a block, [rows, columns].</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="columns">Columns of both, a multiple of sixteen.</param>
    /// <param name="totals">The totals.</param>
    /// <param name="stride">Distance between rows of the totals.</param>
    /// <param name="isFirst">Whether the totals hold nothing yet.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* sums, int rows, int columns, double* totals, nint stride, bool isFirst)
    {
        for (int row = 0; row < rows; row++, sums += columns, totals += stride)
        {
            for (int column = 0; column < columns; column += Lanes)
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.Load(sums + column));
                double* target = totals + column;
                if (!isFirst)
                {
                    lower += Vector512.Load(target);
                    upper += Vector512.Load(target + Lanes / 2);
                }

                lower.Store(target);
                upper.Store(target + Lanes / 2);
            }
        }
    }

    /// <summary>c = f(totals + addend), rounded to float32 once before the formula.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="totals">The totals of all blocks.</param>
    /// <param name="totalsStride">Distance between their rows, which are whole vectors.</param>
    /// <param name="addend">What is added, or none.</param>
    /// <param name="c">The result.</param>
    /// <param name="stride">Distance between its rows.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    public static void Finish<TFormula>(
        TFormula formula, double* totals, nint totalsStride, MatMulAddend addend, float* c, nint stride, int rows, int columns)
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int row = 0; row < rows; row++, totals += totalsStride, c += stride)
        {
            float* added = addend.First == null ? null : addend.At(row, 0).First;
            for (int column = 0; column < columns; column += Lanes)
            {
                int present = Math.Min(columns - column, Lanes);
                Vector512<double> lower = Vector512.Load(totals + column), upper = Vector512.Load(totals + column + Lanes / 2);
                if (added != null)
                {
                    (Vector512<double> low, Vector512<double> high) = Vector512.Widen(PaddedVector.Load(added + column, present, 0f));
                    lower += low;
                    upper += high;
                }

                PaddedVector.Store(formula.Invoke(Vector512.Narrow(lower, upper)), c + column, present);
            }
        }
    }
}
