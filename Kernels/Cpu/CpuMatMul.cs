using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>c = f(op(a)·op(b) + addend) on the processor.</summary>
/// <remarks>
/// <para>
/// c is cut into panels of 48 columns (two of 32 where that leaves less over) and the rows into tiles of up to nine, of as
/// equal heights as possible: 128 rows are eight tiles of nine and seven of eight. A tile's sums stay in registers over a
/// block of the inner extent (<see cref="MatMulTile"/>); then the formula is applied while it is in the first-level cache.
/// </para>
/// <para>
/// Operands are read where they lie, fetched a little ahead of their use. b is packed panel by panel where it is
/// transposed, where a panel does not fill whole vectors, and where very many rows share the cost; a only where its rows
/// crowd into a few cache sets (<see cref="MatMulPlan"/>).
/// </para>
/// <para>
/// Each element of c is one chain of multiply-adds in ascending order of the inner index that starts from the addend, so
/// its bits do not depend on how the work is split or on the number of threads. A single column goes to
/// <see cref="MatMulColumn"/>, a single inner element to <see cref="MatMulOuter"/>.
/// </para>
/// </remarks>
internal static unsafe class CpuMatMul
{
    private const int Lanes = 16;

    /// <summary>Computes c [m, n] from a [m, k] and b [k, n], each of which may be stored transposed.</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="size">m, n and k.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="addend">What the sums start from, or none; not c.</param>
    /// <param name="activation">The formula applied to each sum.</param>
    /// <param name="c">The result.</param>
    public static void Run<TFormula>(
        ThreadTeam team, MatMulSize size, float* a, float* b, MatMulAddend addend, TFormula activation, float* c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(size is { Rows: >= 0, Columns: >= 0, Inner: >= 0 }, "Extents are not negative.");
        if (size.Rows == 0 || size.Columns == 0)
        {
            return;
        }

        if (size.Columns == 1)
        {
            MatMulColumn.Run(team, size, a, b, addend, activation, c);
            return;
        }

        if (size.Inner == 1)
        {
            MatMulOuter.Run(team, size, a, b, addend, activation, c);
            return;
        }

        Job<TFormula> job = new()
        {
            Plan = new MatMulPlan(size, team.Threads),
            A = a,
            B = b,
            Addend = addend,
            C = c,
            Activation = activation,
        };
        team.Run(&RunItem, &job, job.Plan.Items);
    }

    private static void RunItem<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        job->Plan.Locate(item, out int firstPanel, out int endPanel, out int firstRow, out int endRow);
        for (int panel = firstPanel; panel < endPanel;)
        {
            int end = job->Plan.EndTogether(panel, endPanel);
            RunPanels(job, new Strip(job->Plan, panel, end, firstRow, endRow));
            panel = end;
        }
    }

    private static void RunPanels<TFormula>(Job<TFormula>* job, Strip strip) where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPlan* plan = &job->Plan;
        MatMulSize size = plan->Size;
        float* endOfA = job->A + (nint)size.Rows * size.Inner;
        for (int block = 0; block < plan->InnerBlocks; block++)
        {
            int firstInner = plan->FirstInner(block);
            int inner = plan->FirstInner(block + 1) - firstInner;
            float* b = job->B + (nint)firstInner * size.InnerStrideB;
            PackPanels(plan, strip, b, inner);

            for (int tileIndex = 0; tileIndex < strip.Tiles; tileIndex++)
            {
                int row = strip.FirstRowOf(tileIndex), rows = strip.FirstRowOf(tileIndex + 1) - row;
                MatMulTile tile = new()
                {
                    A = job->A + (nint)row * size.RowStrideA + (nint)firstInner * size.InnerStrideA,
                    RowStrideA = size.RowStrideA,
                    InnerStrideA = size.InnerStrideA,
                    Inner = inner,
                };
                if (plan->PacksA)
                {
                    PackTile(&tile, size, rows, endOfA, strip.PackedTile, strip.PackedStrideA);
                }

                for (int panel = strip.FirstPanel; panel < strip.EndPanel; panel++)
                {
                    bool isPacked = panel >= strip.FirstPacked;
                    tile.B = isPacked ? strip.PackedPanel(panel) : b + plan->FirstColumn(panel);
                    tile.InnerStrideB = isPacked ? strip.Width : size.InnerStrideB;
                    RunTile(job, strip, &tile, block, panel, row, rows);
                }
            }
        }
    }

    // What of the tile concerns c: where its sums start, where they go, and the formula once they are complete.
    private static void RunTile<TFormula>(
        Job<TFormula>* job, in Strip strip, MatMulTile* tile, int block, int panel, int row, int rows)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPlan* plan = &job->Plan;
        MatMulAddend addend = job->Addend;
        int stride = plan->Size.Columns, column = plan->FirstColumn(panel);
        int columns = Math.Min(stride - column, strip.Width);
        float* result = job->C + (nint)row * stride + column;
        tile->C = result;
        tile->RowStrideC = stride;
        if (columns != strip.Width)
        {
            tile->C = strip.PartialSums(row);
            tile->RowStrideC = strip.Width;
            if (block == 0 && addend.First != null)
            {
                addend = CopyAddend(addend.At(row, column), rows, columns, tile->C, strip.Width);
            }
        }
        else if (addend.First != null)
        {
            addend = addend.At(row, column);
        }

        if (block > 0)
        {
            addend = new MatMulAddend(tile->C, tile->RowStrideC);
        }

        tile->Initial = addend.First;
        tile->InitialStride = addend.RowStride;

        // A tile fetches its own results' lines before it stores them, and what the next tile starts from.
        bool isWhole = columns == strip.Width;
        tile->ComingC = block == 0 ? tile->C : null;
        tile->ComingInitial = block > 0 && isWhole ? strip.Next(job->C, tile->C, panel, row, rows)
            : addend.RowStride != 0 && isWhole ? strip.Next(job->Addend.First, addend.First, panel, row, rows)
            : null;
        tile->Compute(rows, strip.Width);
        bool isFinished = block == plan->InnerBlocks - 1;
        if (isFinished && (columns != strip.Width || typeof(TFormula) != typeof(Identity)))
        {
            Activate(job->Activation, tile, rows, columns, result, stride);
        }
    }

    private static void PackTile(MatMulTile* tile, MatMulSize size, int rows, float* endOfA, float* target, int stride)
    {
        if (size.TransposeA)
        {
            MatMulPacking.CopyColumns(tile->A, tile->InnerStrideA, tile->Inner, rows, endOfA, target);
            tile->InnerStrideA = stride;
        }
        else
        {
            MatMulPacking.CopyRows(tile->A, tile->RowStrideA, rows, tile->Inner, target, stride);
            tile->RowStrideA = stride;
        }

        tile->A = target;
    }

    // b starts at the first inner index of the block.
    private static void PackPanels(MatMulPlan* plan, in Strip strip, float* b, int inner)
    {
        MatMulSize size = plan->Size;
        int panel = strip.FirstPacked;
        if (!size.TransposeB)
        {
            int whole = strip.EndPanel - panel - (strip.EndsPartial ? 1 : 0);
            MatMulPacking.CopyPanels(
                b + plan->FirstColumn(panel), size.InnerStrideB, inner, whole, strip.Width, strip.PackedPanel(panel), strip.PanelFloats);
            panel += whole;
        }

        for (; panel < strip.EndPanel; panel++)
        {
            int column = plan->FirstColumn(panel), columns = Math.Min(size.Columns - column, strip.Width);
            float* source = b + (nint)column * size.ColumnStrideB;
            if (size.TransposeB)
            {
                MatMulPacking.TransposePanel(source, size.ColumnStrideB, inner, columns, strip.PackedPanel(panel), strip.Width);
            }
            else
            {
                MatMulPacking.CopyPanel(source, size.InnerStrideB, inner, columns, strip.PackedPanel(panel), strip.Width);
            }
        }
    }

    // A partial panel's addend must not be read past its end: it goes to the scratch sums, from which the tile then starts.
    private static MatMulAddend CopyAddend(MatMulAddend addend, int rows, int columns, float* sums, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = new(sums + (nint)row * width, width);
            new ReadOnlySpan<float>(addend.First + row * addend.RowStride, columns).CopyTo(target);
            target[columns..].Clear();
        }

        return new MatMulAddend(sums, width);
    }

    // Applies the formula to a finished tile. The sums of a partial panel lie in scratch rows of full width: their surplus
    // columns go through the formula like all others and are then left behind.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate<TFormula>(
        TFormula formula, MatMulTile* tile, int rows, int columns, float* target, nint targetStride)
        where TFormula : unmanaged, IUnaryFormula
    {
        nint stride = tile->RowStrideC;
        for (int row = 0; row < rows; row++)
        {
            float* sums = tile->C + row * stride;
            for (int column = 0; column < columns; column += Lanes)
            {
                formula.Invoke(Vector512.Load(sums + column)).Store(sums + column);
            }

            if (columns % Lanes != 0)
            {
                new ReadOnlySpan<float>(sums, columns).CopyTo(new Span<float>(target + row * targetStride, columns));
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public MatMulPlan Plan;
        public float* A;
        public float* B;
        public MatMulAddend Addend;
        public float* C;
        public TFormula Activation;
    }

    /// <summary>Some panels of one width by some rows, which are worked on together, and the scratch memory for them.</summary>
    private readonly struct Strip
    {
        public readonly int FirstPanel;
        public readonly int EndPanel;

        /// <summary>First panel that is packed; <see cref="EndPanel"/> if none is.</summary>
        public readonly int FirstPacked;

        /// <summary>Columns of each panel, in whole vectors.</summary>
        public readonly int Width;

        /// <summary>Whether the last panel has fewer columns than that.</summary>
        public readonly bool EndsPartial;

        /// <summary>Distance between packed panels.</summary>
        public readonly int PanelFloats;

        public readonly int Tiles;
        public readonly float* PackedTile;
        public readonly int PackedStrideA;

        private readonly int _firstRow;
        private readonly int _rows;
        private readonly int _columns;
        private readonly int _firstColumn;
        private readonly float* _packedPanels;
        private readonly float* _partialSums;

        public Strip(in MatMulPlan plan, int firstPanel, int endPanel, int firstRow, int endRow)
        {
            MatMulSize size = plan.Size;
            FirstPanel = firstPanel;
            EndPanel = endPanel;
            Width = plan.Width(firstPanel);
            _firstRow = firstRow;
            _rows = endRow - firstRow;
            _columns = size.Columns;
            _firstColumn = plan.FirstColumn(firstPanel);
            int maxRows = MatMulTile.MaxRows(Width);
            Tiles = (_rows + maxRows - 1) / maxRows;

            EndsPartial = endPanel == plan.Panels && size.Columns % Lanes != 0;
            FirstPacked = plan.PacksB ? firstPanel : EndsPartial ? endPanel - 1 : endPanel;
            int inner = Math.Min(size.Inner, plan.MaxInnerBlock);
            PanelFloats = inner * Width;
            PackedStrideA = size.TransposeA ? Lanes : inner + Lanes; // one line more, against crowding into few cache sets
            int tileFloats = !plan.PacksA ? 0 : size.TransposeA ? inner * Lanes : maxRows * PackedStrideA;
            int panelsFloats = (endPanel - FirstPacked) * PanelFloats;
            int sumsFloats = EndsPartial ? _rows * Width : 0;
            _packedPanels = ThreadScratch.Floats(panelsFloats + sumsFloats + tileFloats);
            _partialSums = _packedPanels + panelsFloats;
            PackedTile = _partialSums + sumsFloats;
        }

        /// <summary>First row of a tile; tiles differ in height by one row at most.</summary>
        public int FirstRowOf(int tile) => _firstRow + MatMulPlan.Share(_rows, tile, Tiles);

        /// <summary>Where a packed panel lies.</summary>
        public float* PackedPanel(int panel) => _packedPanels + (nint)(panel - FirstPacked) * PanelFloats;

        /// <summary>Where the sums of a row of the partial panel lie.</summary>
        public float* PartialSums(int row) => _partialSums + (nint)(row - _firstRow) * Width;

        /// <summary>The part of a matrix [m, n] for the tile that comes next: right of the current part, or at the start of the next rows.</summary>
        public float* Next(float* matrix, float* part, int panel, int row, int rows) =>
            panel + 1 < EndPanel ? part + Width
            : matrix + (nint)Math.Min(row + rows, _firstRow + _rows - rows) * _columns + _firstColumn;
    }
}

/// <summary>What the sums of a matrix product start from: a matrix, or with a row stride of 0 the same row everywhere (a bias).</summary>
/// <param name="first">Its first element; null for zeros.</param>
/// <param name="rowStride">Distance between neighbouring rows.</param>
internal readonly unsafe struct MatMulAddend(float* first, nint rowStride)
{
    public readonly float* First = first;
    public readonly nint RowStride = rowStride;

    public MatMulAddend At(int row, int column) => new(First + row * RowStride + column, RowStride);
}
