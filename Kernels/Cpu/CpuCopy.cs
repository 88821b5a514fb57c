using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Strided copies, and rows taken from or added to a table.</summary>
internal static unsafe class CpuCopy
{
    private const int Lanes = PaddedVector.Lanes;

    // Rows of a table that are fetched before their turn.
    private const int RowsAhead = 3;

    /// <summary>Copies a strided block.</summary>
    public static void CopyBlock(ThreadTeam team, BlockCopy copy, float* x, float* y)
    {
        int count = copy.Count;
        if (count == 0)
        {
            return;
        }

        CopyPlan plan = new(copy, Partition.IsSerial(team, count));
        CopyJob job = new()
        {
            Plan = plan,
            X = x + copy.SourceOffset,
            Y = y + copy.TargetOffset,
            PanelsOfShare = Partition.ShareRows(team, plan.Panels, count),
        };
        team.Run(&CopyPanels, &job, Partition.DivideUp(plan.Panels, job.PanelsOfShare));
    }

    /// <summary>y[r, c] = f(table[indices[r], c]).</summary>
    public static void Gather<TFormula>(
        ThreadTeam team, TFormula formula, int rows, int columns, float* table, int* indices, float* y)
        where TFormula : unmanaged, IUnaryFormula =>
        Gather<TFormula, float>(team, formula, rows, columns, table, indices, y);

    /// <summary>y[r, c] = f(table[indices[r], c]), the bytes of the table as the numbers 0 to 255.</summary>
    public static void Gather<TFormula>(
        ThreadTeam team, TFormula formula, int rows, int columns, byte* table, int* indices, float* y)
        where TFormula : unmanaged, IUnaryFormula =>
        Gather<TFormula, byte>(team, formula, rows, columns, table, indices, y);

    /// <summary>table[t, c] = Σ rows[r, c] over all r with indices[r] = t, added in the order of r.</summary>
    public static void ScatterAdd(
        ThreadTeam team, int rowCount, int tableRows, int columns, float* rows, int* indices, float* table)
    {
        // Threads share the columns, so that no two write the same element and the order of additions is that of the rows.
        RowJob<NoFormula> job = new() { Rows = rowCount, TableRows = tableRows, Columns = columns, X = rows, Indices = indices, Y = table };
        bool isShort = ((long)rowCount + tableRows) * columns <= Partition.SerialLimit || team.Threads == 1;
        job.ShareLength = isShort ? Math.Max(columns, 1) : Partition.RoundUp(Math.Max(columns / (4 * team.Threads), 1), Lanes);
        team.Run(&ScatterColumns, &job, Partition.DivideUp(columns, job.ShareLength));
    }

    private static void CopyPanels(CopyJob* job, int share)
    {
        (int first, int end) = Partition.OfLength(job->Plan.Panels, share, job->PanelsOfShare);
        job->Plan.Copy(job->X, job->Y, first, end - first);
    }

    private static void Gather<TFormula, TElement>(
        ThreadTeam team, TFormula formula, int rows, int columns, TElement* table, int* indices, float* y)
        where TFormula : unmanaged, IUnaryFormula
        where TElement : unmanaged
    {
        RowJob<TFormula> job = new() { Formula = formula, Rows = rows, Columns = columns, X = table, Indices = indices, Y = y };
        int length = Partition.ShareLength(team, checked(rows * columns));
        job.ShareLength = (int)Math.Clamp((long)length / Math.Max(columns, 1), 1, Math.Max(rows, 1));
        team.Run(&GatherRows<TFormula, TElement>, &job, Partition.DivideUp(rows, job.ShareLength));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherRows<TFormula, TElement>(RowJob<TFormula>* job, int share)
        where TFormula : unmanaged, IUnaryFormula
        where TElement : unmanaged
    {
        TFormula formula = job->Formula;
        int columns = job->Columns;
        (int first, int end) = Partition.OfLength(job->Rows, share, job->ShareLength);
        for (int row = first; row < end; row++)
        {
            TElement* from = (TElement*)job->X + (nint)job->Indices[row] * columns;
            float* to = job->Y + (nint)row * columns;
            if (row + RowsAhead < job->Rows)
            {
                Prefetch((TElement*)job->X + (nint)job->Indices[row + RowsAhead] * columns, columns);
            }

            int column = 0;
            for (; column <= columns - Lanes; column += Lanes)
            {
                formula.Invoke(Load(from + column)).Store(to + column);
            }

            int rest = columns - column;
            if (rest > 0)
            {
                PaddedVector.Store(formula.Invoke(LoadPadded(from + column, rest)), to + column, rest);
            }
        }
    }

    // Rows of a large table lie anywhere in memory: the start of one is fetched while others are converted.
    private static void Prefetch<TElement>(TElement* row, int columns) where TElement : unmanaged
    {
        int bytes = Math.Min(columns * sizeof(TElement), 1024);
        for (int offset = 0; Sse.IsSupported && offset < bytes; offset += 64)
        {
            Sse.Prefetch0((byte*)row + offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<TElement>(TElement* source) where TElement : unmanaged
    {
        if (typeof(TElement) == typeof(float))
        {
            return Vector512.Load((float*)source);
        }

        // Byte to 16 to 32 bits; as signed integers because those have a conversion of their own without AVX-512.
        Vector256<ushort> words = Vector256.WidenLower(Vector128.Load((byte*)source).ToVector256Unsafe());
        return Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32());
    }

    private static Vector512<float> LoadPadded<TElement>(TElement* source, int count) where TElement : unmanaged
    {
        TElement* padded = stackalloc TElement[Lanes];
        new Span<byte>(padded, Lanes * sizeof(TElement)).Clear();
        Unsafe.CopyBlockUnaligned(padded, source, (uint)(count * sizeof(TElement)));
        return Load(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScatterColumns(RowJob<NoFormula>* job, int share)
    {
        int stride = job->Columns;
        (int column, int end) = Partition.OfLength(stride, share, job->ShareLength);
        int columns = end - column;
        for (int row = 0; row < job->TableRows; row++)
        {
            new Span<float>(job->Y + (nint)row * stride + column, columns).Clear();
        }

        for (int row = 0; row < job->Rows; row++)
        {
            float* from = (float*)job->X + (nint)row * stride + column;
            float* to = job->Y + (nint)job->Indices[row] * stride + column;
            int i = 0;
            for (; i <= columns - Lanes; i += Lanes)
            {
                (Vector512.Load(to + i) + Vector512.Load(from + i)).Store(to + i);
            }

            for (; i < columns; i++)
            {
                to[i] += from[i];
            }
        }
    }

    private struct CopyJob
    {
        public CopyPlan Plan;
        public float* X;
        public float* Y;
        public int PanelsOfShare;
    }

    private struct RowJob<TFormula> where TFormula : unmanaged
    {
        public TFormula Formula;
        public int Rows;
        public int TableRows;
        public int Columns;
        public void* X;
        public int* Indices;
        public float* Y;
        public int ShareLength; // rows to gather, or columns to add
    }

    private readonly struct NoFormula;
}
