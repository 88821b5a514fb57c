using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Elementwise formulas over whole buffers; y may be any of the inputs.</summary>
/// <remarks>
/// Every element goes through the formula's vector form, the last few in a vector padded with ones, so that no value
/// depends on its position or on the number of threads. A share is a range of elements.
/// </remarks>
internal static unsafe class CpuElementwise
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>y[i] = value.</summary>
    public static void Fill(ThreadTeam team, float value, float* y, int count)
    {
        FillJob job = new() { Value = value, Y = y, Count = count, ShareLength = Partition.ShareLength(team, count) };
        team.Run(&Fill, &job, Partition.DivideUp(count, job.ShareLength));
    }

    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TFormula>(ThreadTeam team, TFormula formula, float* x, float* y, int count)
        where TFormula : unmanaged, IUnaryFormula
    {
        Job<TFormula> job = new() { Formula = formula, A = x, Y = y, Count = count, ShareLength = Partition.ShareLength(team, count) };
        team.Run(&MapUnary, &job, Partition.DivideUp(count, job.ShareLength));
    }

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Zip<TFormula>(ThreadTeam team, TFormula formula, float* a, float* b, float* y, int count)
        where TFormula : unmanaged, IBinaryFormula
    {
        Job<TFormula> job = new() { Formula = formula, A = a, B = b, Y = y, Count = count, ShareLength = Partition.ShareLength(team, count) };
        team.Run(&MapBinary, &job, Partition.DivideUp(count, job.ShareLength));
    }

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    public static void Zip<TFormula>(ThreadTeam team, TFormula formula, float* a, float* b, float* c, float* y, int count)
        where TFormula : unmanaged, ITernaryFormula
    {
        Job<TFormula> job = new()
        {
            Formula = formula,
            A = a,
            B = b,
            C = c,
            Y = y,
            Count = count,
            ShareLength = Partition.ShareLength(team, count),
        };
        team.Run(&MapTernary, &job, Partition.DivideUp(count, job.ShareLength));
    }

    /// <summary>y[i] = f(y[i]), on the calling thread: the end of a primitive that computes y.</summary>
    public static void Apply<TFormula>(TFormula formula, float* y, int count) where TFormula : unmanaged, IUnaryFormula
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(y + i)).Store(y + i);
        }

        if (i < count)
        {
            PaddedVector.Store(formula.Invoke(PaddedVector.Load(y + i, count - i, 1f)), y + i, count - i);
        }
    }

    /// <summary>
    /// The same for a finished tile: <paramref name="rows"/> rows of <paramref name="width"/> columns, in whole vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TFormula>(TFormula formula, float* y, nint rowStride, int rows, int width)
        where TFormula : unmanaged, IUnaryFormula
    {
        for (int row = 0; row < rows; row++)
        {
            float* line = y + row * rowStride;
            for (int column = 0; column < width; column += Lanes)
            {
                formula.Invoke(Vector512.Load(line + column)).Store(line + column);
            }
        }
    }

    private static void Fill(FillJob* job, int share)
    {
        (int first, int end) = Partition.OfLength(job->Count, share, job->ShareLength);
        new Span<float>(job->Y + first, end - first).Fill(job->Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapUnary<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        TFormula formula = job->Formula;
        float* a = job->A, y = job->Y;
        (nint i, nint end) = Partition.OfLength(job->Count, share, job->ShareLength);
        for (; i <= end - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(a + i)).Store(y + i);
        }

        int rest = (int)(end - i);
        if (rest > 0)
        {
            PaddedVector.Store(formula.Invoke(PaddedVector.Load(a + i, rest, 1f)), y + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapBinary<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IBinaryFormula
    {
        TFormula formula = job->Formula;
        float* a = job->A, b = job->B, y = job->Y;
        (nint i, nint end) = Partition.OfLength(job->Count, share, job->ShareLength);
        for (; i <= end - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(a + i), Vector512.Load(b + i)).Store(y + i);
        }

        int rest = (int)(end - i);
        if (rest > 0)
        {
            Vector512<float> lastA = PaddedVector.Load(a + i, rest, 1f), lastB = PaddedVector.Load(b + i, rest, 1f);
            PaddedVector.Store(formula.Invoke(lastA, lastB), y + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapTernary<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, ITernaryFormula
    {
        TFormula formula = job->Formula;
        float* a = job->A, b = job->B, c = job->C, y = job->Y;
        (nint i, nint end) = Partition.OfLength(job->Count, share, job->ShareLength);
        for (; i <= end - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(a + i), Vector512.Load(b + i), Vector512.Load(c + i)).Store(y + i);
        }

        int rest = (int)(end - i);
        if (rest > 0)
        {
            Vector512<float> lastA = PaddedVector.Load(a + i, rest, 1f), lastB = PaddedVector.Load(b + i, rest, 1f);
            Vector512<float> lastC = PaddedVector.Load(c + i, rest, 1f);
            PaddedVector.Store(formula.Invoke(lastA, lastB, lastC), y + i, rest);
        }
    }

    private struct FillJob
    {
        public float Value;
        public float* Y;
        public int Count;
        public int ShareLength;
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public TFormula Formula;
        public float* A;
        public float* B;
        public float* C;
        public float* Y;
        public int Count;
        public int ShareLength;
    }
}
