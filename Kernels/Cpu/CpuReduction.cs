using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Sums and maxima along an axis, and their adjoint, repetition along an axis.</summary>
/// <remarks>
/// The order of additions follows from the extents alone, never from the number of threads. Sums are kept short: a row is
/// summed in blocks of about 4,096 elements, a block in 64 partial sums, a column in blocks of 128 rows, of 128 such blocks, and
/// so on; so the rounding error stays far below that of one running sum.
/// </remarks>
internal static unsafe class CpuReduction
{
    private const int Lanes = PaddedVector.Lanes;

    // Elements of a row that are reduced to one number at a time, unless that makes more than 1,024 of them (4 KB of stack).
    private const int BlockLength = 4096;
    private const int MaxBlocks = 1024;

    // Columns of a share, four vectors; and rows, or partial sums of equally many rows, whose sum is one partial sum.
    private const int ColumnsOfShare = 4 * Lanes;
    private const int RowBlock = 128;

    /// <summary>y[o, i] = Σₑ x[o, e, i].</summary>
    public static void Sum(ThreadTeam team, AxisView view, float* x, float* y) => Reduce<Adding>(team, view, x, y);

    /// <summary>y[o, i] = maxₑ x[o, e, i]; NaN if any is NaN.</summary>
    public static void Max(ThreadTeam team, AxisView view, float* x, float* y) => Reduce<Maximum>(team, view, x, y);

    /// <summary>y[o, e, i] = x[o, i] for every e.</summary>
    public static void Broadcast(ThreadTeam team, AxisView view, float* x, float* y)
    {
        int count = view.FullCount;
        Job job = new() { View = view, X = x, Y = y, Count = count, ShareLength = Partition.ShareLength(team, count) };
        team.Run(&BroadcastShare, &job, Partition.DivideUp(count, job.ShareLength));
    }

    private static void Reduce<TReduction>(ThreadTeam team, AxisView view, float* x, float* y) where TReduction : IReduction
    {
        int results = view.ReducedCount;
        if (results == 0)
        {
            return;
        }

        if (view.Extent == 0)
        {
            new Span<float>(y, results).Fill(TReduction.Identity);
            return;
        }

        Job job = new() { View = view, X = x, Y = y, Count = results };
        bool isShort = view.FullCount <= Partition.SerialLimit;
        if (view.Inner > 1)
        {
            job.ShareLength = ColumnsOfShare;
            team.Run(&ReduceColumns<TReduction>, &job, view.Outer * Partition.DivideUp(view.Inner, ColumnsOfShare), isShort);
        }
        else if (view.Outer >= 4 * team.Threads || view.Extent <= 2 * BlockLength)
        {
            job.ShareLength = Math.Max(Partition.SerialLimit / view.Extent, 1);
            team.Run(&ReduceRows<TReduction>, &job, Partition.DivideUp(view.Outer, job.ShareLength), isShort);
        }
        else
        {
            // Few long rows: the threads share the blocks of one.
            float* partial = stackalloc float[MaxBlocks];
            job.ShareLength = LengthOfBlocks(view.Extent);
            job.Y = partial;
            int blocks = Partition.DivideUp(view.Extent, job.ShareLength);
            for (int row = 0; row < view.Outer; row++)
            {
                team.Run(&ReduceBlock<TReduction>, &job, blocks);
                y[row] = ReduceAdjacent<TReduction>(partial, blocks);
                job.X += view.Extent;
            }
        }
    }

    private static void ReduceRows<TReduction>(Job* job, int share) where TReduction : IReduction
    {
        int extent = job->View.Extent;
        int length = LengthOfBlocks(extent);
        int blocks = Partition.DivideUp(extent, length);
        float* partial = stackalloc float[blocks];
        (int first, int end) = Partition.OfLength(job->Count, share, job->ShareLength);
        for (int row = first; row < end; row++)
        {
            float* x = job->X + (nint)row * extent;
            for (int block = 0; block < blocks; block++)
            {
                partial[block] = ReduceAdjacent<TReduction>(x + block * length, Math.Min(length, extent - block * length));
            }

            job->Y[row] = blocks == 1 ? partial[0] : ReduceAdjacent<TReduction>(partial, blocks);
        }
    }

    private static void ReduceBlock<TReduction>(Job* job, int block) where TReduction : IReduction
    {
        (int first, int end) = Partition.OfLength(job->View.Extent, block, job->ShareLength);
        job->Y[block] = ReduceAdjacent<TReduction>(job->X + first, end - first);
    }

    private static int LengthOfBlocks(int extent)
    {
        return Partition.RoundUp(Math.Max(Partition.DivideUp(extent, MaxBlocks), BlockLength), Lanes);
    }

    // Four vectors of running results, because one would wait for its own last addition.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ReduceAdjacent<TReduction>(float* x, int count) where TReduction : IReduction
    {
        Vector512<float> r0 = Vector512.Create(TReduction.Identity), r1 = r0, r2 = r0, r3 = r0;
        nint i = 0;
        for (; i <= count - 4 * Lanes; i += 4 * Lanes)
        {
            r0 = TReduction.Combine(r0, Vector512.Load(x + i));
            r1 = TReduction.Combine(r1, Vector512.Load(x + i + Lanes));
            r2 = TReduction.Combine(r2, Vector512.Load(x + i + 2 * Lanes));
            r3 = TReduction.Combine(r3, Vector512.Load(x + i + 3 * Lanes));
        }

        for (; i <= count - Lanes; i += Lanes)
        {
            r0 = TReduction.Combine(r0, Vector512.Load(x + i));
        }

        if (i < count)
        {
            r1 = TReduction.Combine(r1, PaddedVector.Load(x + i, count - (int)i, TReduction.Identity));
        }

        Vector512<float> all = TReduction.Combine(TReduction.Combine(r0, r1), TReduction.Combine(r2, r3));
        float* lanes = stackalloc float[Lanes];
        all.Store(lanes);
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] = TReduction.Combine(lanes[lane], lanes[lane + half]);
            }
        }

        return lanes[0];
    }

    private static void ReduceColumns<TReduction>(Job* job, int share) where TReduction : IReduction
    {
        AxisView view = job->View;
        (int outer, int index) = Math.DivRem(share, Partition.DivideUp(view.Inner, ColumnsOfShare));
        int column = index * ColumnsOfShare;
        int columns = Math.Min(view.Inner - column, ColumnsOfShare);
        float* x = job->X + (nint)outer * view.Extent * view.Inner + column;
        float* y = job->Y + (nint)outer * view.Inner + column;
        if (columns == ColumnsOfShare)
        {
            FourVectors result = ReduceFourVectors<TReduction>(x, view.Extent, view.Inner);
            result.First.Store(y);
            result.Second.Store(y + Lanes);
            result.Third.Store(y + 2 * Lanes);
            result.Fourth.Store(y + 3 * Lanes);
            return;
        }

        // A vector that reaches into the next row is read all the same, as far as x goes; its surplus lanes are dropped.
        float* end = job->X + view.FullCount;
        for (int i = 0; i < columns; i += Lanes)
        {
            int present = Math.Min(columns - i, Lanes);
            PaddedVector.Store(ReduceVector<TReduction>(x + i, view.Extent, view.Inner, present, end), y + i, present);
        }
    }

    // Rows of a partial sum: 128, or 128 times as many again while that leaves more than one.
    private static int RowsOfBlock(int rows)
    {
        long block = RowBlock;
        while (block * RowBlock < rows)
        {
            block *= RowBlock;
        }

        return (int)block;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FourVectors ReduceFourVectors<TReduction>(float* x, int rows, nint stride) where TReduction : IReduction
    {
        Vector512<float> identity = Vector512.Create(TReduction.Identity);
        Vector512<float> r0 = identity, r1 = identity, r2 = identity, r3 = identity;
        if (rows <= RowBlock)
        {
            for (int row = rows; row > 0; row--)
            {
                r0 = TReduction.Combine(r0, Vector512.Load(x));
                r1 = TReduction.Combine(r1, Vector512.Load(x + Lanes));
                r2 = TReduction.Combine(r2, Vector512.Load(x + 2 * Lanes));
                r3 = TReduction.Combine(r3, Vector512.Load(x + 3 * Lanes));
                x += stride;
            }
        }
        else
        {
            int block = RowsOfBlock(rows);
            for (int first = 0; first < rows; first += block)
            {
                FourVectors part = ReduceFourVectors<TReduction>(x + first * stride, Math.Min(block, rows - first), stride);
                r0 = TReduction.Combine(r0, part.First);
                r1 = TReduction.Combine(r1, part.Second);
                r2 = TReduction.Combine(r2, part.Third);
                r3 = TReduction.Combine(r3, part.Fourth);
            }
        }

        return new FourVectors { First = r0, Second = r1, Third = r2, Fourth = r3 };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> ReduceVector<TReduction>(float* x, int rows, nint stride, int present, float* end)
        where TReduction : IReduction
    {
        Vector512<float> result = Vector512.Create(TReduction.Identity);
        if (rows <= RowBlock)
        {
            for (int row = rows; row > 0; row--)
            {
                result = TReduction.Combine(
                    result, end - x >= Lanes ? Vector512.Load(x) : PaddedVector.Load(x, present, TReduction.Identity));
                x += stride;
            }
        }
        else
        {
            int block = RowsOfBlock(rows);
            for (int first = 0; first < rows; first += block)
            {
                int count = Math.Min(block, rows - first);
                result = TReduction.Combine(result, ReduceVector<TReduction>(x + first * stride, count, stride, present, end));
            }
        }

        return result;
    }

    // A share of y, cut where the row of x that it repeats starts again.
    private static void BroadcastShare(Job* job, int share)
    {
        int inner = job->View.Inner;
        int repeated = job->View.Extent * inner;
        (int position, int end) = Partition.OfLength(job->Count, share, job->ShareLength);
        while (position < end)
        {
            int outer = position / repeated, offset = position - outer * repeated;
            int length;
            if (inner == 1)
            {
                length = Math.Min(repeated - offset, end - position);
                new Span<float>(job->Y + position, length).Fill(job->X[outer]);
            }
            else
            {
                int column = offset % inner;
                length = Math.Min(inner - column, end - position);
                Unsafe.CopyBlockUnaligned(
                    job->Y + position, job->X + (nint)outer * inner + column, (uint)length * sizeof(float));
            }

            position += length;
        }
    }

    private struct Job
    {
        public AxisView View;
        public float* X;
        public float* Y;
        public int Count;
        public int ShareLength; // elements, rows or columns
    }

    private struct FourVectors
    {
        public Vector512<float> First;
        public Vector512<float> Second;
        public Vector512<float> Third;
        public Vector512<float> Fourth;
    }

    private interface IReduction
    {
        static abstract float Identity { get; }

        static abstract float Combine(float a, float b);

        static abstract Vector512<float> Combine(Vector512<float> a, Vector512<float> b);
    }

    private readonly struct Adding : IReduction
    {
        public static float Identity => 0f;

        public static float Combine(float a, float b) => a + b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => a + b;
    }

    private readonly struct Maximum : IReduction
    {
        public static float Identity => float.NegativeInfinity;

        public static float Combine(float a, float b) => MathF.Max(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);
    }
}
