using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// c[i, j] = f(a[i]·b[j] + addend[i, j]): a product over one inner element, such as the gradient that leaves a discriminator's
/// last layer.
/// </summary>
/// <remarks>
/// <see cref="CpuMatMul"/> calls it. It is bound by writing c. Register tiles, which transpose and pack a panel of one row first,
/// took 45 µs for 128·1·256 where this takes 20 (one thread of a Cascade Lake Xeon at 2.5 GHz, other work running, November
/// 2026).
/// </remarks>
internal static unsafe class MatMulOuter
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>Computes c [m, n] from m and n numbers.</summary>
    public static void Run<TFormula>(
        ThreadTeam team, MatMulSize size, float* a, float* b, MatMulAddend addend, TFormula activation, float* c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Job<TFormula> job = new() { Size = size, A = a, B = b, Addend = addend, Activation = activation, C = c };
        int length = Partition.ShareLength(team, checked(size.Rows * size.Columns));
        job.RowsOfShare = Math.Max(length / size.Columns, 1);
        team.Run(&RunShare, &job, Partition.DivideUp(size.Rows, job.RowsOfShare));
    }

    // A vector or a row of one inner element lies the same way whether it is transposed or not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        TFormula activation = job->Activation;
        MatMulAddend addend = job->Addend;
        float* b = job->B;
        int columns = job->Size.Columns;
        (int first, int end) = Partition.OfLength(job->Size.Rows, share, job->RowsOfShare);
        for (int row = first; row < end; row++)
        {
            Vector512<float> element = Vector512.Create(job->A[row]);
            float* c = job->C + (nint)row * columns;
            float* starts = addend.First == null ? null : addend.At(row, 0).First;
            int column = 0;
            for (; column <= columns - Lanes; column += Lanes)
            {
                Vector512<float> start = starts == null ? Vector512<float>.Zero : Vector512.Load(starts + column);
                activation.Invoke(Vector512.MultiplyAddEstimate(element, Vector512.Load(b + column), start)).Store(c + column);
            }

            int rest = columns - column;
            if (rest > 0)
            {
                Vector512<float> start = starts == null ? Vector512<float>.Zero : PaddedVector.Load(starts + column, rest, 0f);
                Vector512<float> sum = Vector512.MultiplyAddEstimate(element, PaddedVector.Load(b + column, rest, 0f), start);
                PaddedVector.Store(activation.Invoke(sum), c + column, rest);
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public MatMulSize Size;
        public float* A;
        public float* B;
        public MatMulAddend Addend;
        public TFormula Activation;
        public float* C;
        public int RowsOfShare;
    }
}
