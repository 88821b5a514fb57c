using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>c = f(op(a)·b + addend) for a b of one column, such as a discriminator's last layer.</summary>
/// <remarks>
/// <see cref="CpuMatMul"/> calls it: tiles of sixteen columns would do sixteen times the work. Where a is not transposed, a row
/// of it is a dot product in 64 partial sums; where it is, its rows are scaled by b and added up, 64 results at a time. Long sums
/// are cut into blocks (<see cref="LongSums"/>). All orders depend on the extents only.
/// </remarks>
internal static unsafe class MatMulColumn
{
    private const int Lanes = PaddedVector.Lanes;
    private const int RowsOfShare = 4 * Lanes;

    /// <summary>Computes c [m, 1] from a [m, k], which may be stored transposed, and b [k, 1].</summary>
    public static void Run<TFormula>(
        ThreadTeam team, MatMulSize size, float* a, float* b, MatMulAddend addend, TFormula activation, float* c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Job<TFormula> job = new() { Size = size, A = a, B = b, Addend = addend, Activation = activation, C = c };
        bool isShort = (long)size.Rows * size.Inner <= 2 * Partition.SerialLimit;
        team.Run(&RunShare, &job, Partition.DivideUp(size.Rows, RowsOfShare), isShort);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        MatMulSize size = job->Size;
        int first = share * RowsOfShare, rows = Math.Min(RowsOfShare, size.Rows - first);
        float* sums = stackalloc float[RowsOfShare];
        for (int row = 0; row < RowsOfShare; row++)
        {
            sums[row] = row < rows && job->Addend.First != null ? *job->Addend.At(first + row, 0).First : 0f;
        }

        if (LongSums.IsLong(size.Inner))
        {
            AddBlocks(size, job->A, job->B, first, rows, sums);
        }
        else
        {
            AddProducts(size, job->A, job->B, first, rows, 0, size.Inner, sums);
        }

        TFormula activation = job->Activation;
        for (int row = 0; row < RowsOfShare; row += Lanes)
        {
            activation.Invoke(Vector512.Load(sums + row)).Store(sums + row);
        }

        Unsafe.CopyBlockUnaligned(job->C + first, sums, (uint)rows * sizeof(float));
    }

    // A block of a dot product is as long as the longest single one: each of its partial sums is a chain of 64 products.
    private static void AddBlocks(MatMulSize size, float* a, float* b, int first, int rows, float* sums)
    {
        int block = size.TransposeA ? LongSums.Block : LongSums.LongestChain;
        float* sumsOfBlock = stackalloc float[RowsOfShare];
        double* totals = stackalloc double[RowsOfShare];
        LongSums.Add(sums, 1, RowsOfShare, totals, 0, isFirst: true);
        for (int start = 0; start < size.Inner; start += block)
        {
            new Span<float>(sumsOfBlock, RowsOfShare).Clear();
            AddProducts(size, a, b, first, rows, start, Math.Min(block, size.Inner - start), sumsOfBlock);
            LongSums.Add(sumsOfBlock, 1, RowsOfShare, totals, 0, isFirst: false);
        }

        LongSums.Finish(default(Identity), totals, 0, default, sums, 0, 1, RowsOfShare);
    }

    // What some inner elements add to some rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(MatMulSize size, float* a, float* b, int first, int rows, int start, int count, float* sums)
    {
        b += start;
        if (!size.TransposeA)
        {
            for (int row = 0; row < rows; row++)
            {
                sums[row] += Dot(a + (nint)(first + row) * size.Inner + start, b, count);
            }

            return;
        }

        a += (nint)start * size.Rows + first;
        if (rows == RowsOfShare)
        {
            AddScaledRows(a, size.Rows, b, count, sums);
            return;
        }

        for (int p = 0; p < count; p++)
        {
            for (int row = 0; row < rows; row++)
            {
                sums[row] += a[row] * b[p];
            }

            a += size.Rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(float* a, float* b, int count)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= count - 4 * Lanes; i += 4 * Lanes)
        {
            s0 = Vector512.MultiplyAddEstimate(Vector512.Load(a + i), Vector512.Load(b + i), s0);
            s1 = Vector512.MultiplyAddEstimate(Vector512.Load(a + i + Lanes), Vector512.Load(b + i + Lanes), s1);
            s2 = Vector512.MultiplyAddEstimate(Vector512.Load(a + i + 2 * Lanes), Vector512.Load(b + i + 2 * Lanes), s2);
            s3 = Vector512.MultiplyAddEstimate(Vector512.Load(a + i + 3 * Lanes), Vector512.Load(b + i + 3 * Lanes), s3);
        }

        for (; i <= count - Lanes; i += Lanes)
        {
            s0 = Vector512.MultiplyAddEstimate(Vector512.Load(a + i), Vector512.Load(b + i), s0);
        }

        float rest = 0f;
        for (; i < count; i++)
        {
            rest += a[i] * b[i];
        }

        return Vector512.Sum(s0 + s1 + (s2 + s3)) + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaledRows(float* a, nint stride, float* b, int inner, float* sums)
    {
        Vector512<float> s0 = Vector512.Load(sums), s1 = Vector512.Load(sums + Lanes);
        Vector512<float> s2 = Vector512.Load(sums + 2 * Lanes), s3 = Vector512.Load(sums + 3 * Lanes);
        for (int p = 0; p < inner; p++)
        {
            Vector512<float> element = Vector512.Create(b[p]);
            s0 = Vector512.MultiplyAddEstimate(Vector512.Load(a), element, s0);
            s1 = Vector512.MultiplyAddEstimate(Vector512.Load(a + Lanes), element, s1);
            s2 = Vector512.MultiplyAddEstimate(Vector512.Load(a + 2 * Lanes), element, s2);
            s3 = Vector512.MultiplyAddEstimate(Vector512.Load(a + 3 * Lanes), element, s3);
            a += stride;
        }

        s0.Store(sums);
        s1.Store(sums + Lanes);
        s2.Store(sums + 2 * Lanes);
        s3.Store(sums + 3 * Lanes);
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public MatMulSize Size;
        public float* A;
        public float* B;
        public MatMulAddend Addend;
        public TFormula Activation;
        public float* C;
    }
}
