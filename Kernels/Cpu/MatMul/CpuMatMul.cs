using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>c = f(op(a)·op(b) + addend) on the processor: the <c>MatMul</c> primitive, also used by convolutions.</summary>
/// <remarks>
/// <para>
/// c is cut into panels of columns (<see cref="MatMulPanels"/>), these into tiles (<see cref="TileGrid"/>). A tile's sums stay in
/// registers over a block of the inner extent (<see cref="MatMulTile"/>); then the formula is applied while the tile is in the
/// first-level cache.
/// </para>
/// <para>
/// Operands are read where they lie, fetched a little ahead of their use. b is packed panel by panel where it is
/// transposed, where a panel does not fill whole vectors, and where very many rows share the cost; a only where its rows
/// crowd into a few cache sets (<see cref="MatMulPlan"/>).
/// </para>
/// <para>
/// Each element of c is one chain of multiply-adds in ascending order of the inner index that starts from the addend, or a
/// total of several chains where the inner extent is long (<see cref="LongSums"/>). So its bits do not depend on how the work is
/// split or on the number of threads. A single column goes to <see cref="MatMulColumn"/>, a single inner element to
/// <see cref="MatMulOuter"/>.
/// </para>
/// </remarks>
internal static unsafe class CpuMatMul
{
    private const int Lanes = PaddedVector.Lanes;

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
        team.Run(&RunShare, &job, job.Plan.Shares);
    }

    private static void RunShare<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        job->Plan.Locate(share, out int firstPanel, out int endPanel, out int firstRow, out int endRow);
        for (int panel = firstPanel, end; panel < endPanel; panel = end)
        {
            end = job->Plan.EndTogether(panel, endPanel);
            RunPanels(job, panel, end, firstRow, endRow - firstRow);
        }
    }

    // Block after block of the inner extent, and in each all tiles of some panels of one width.
    private static void RunPanels<TFormula>(Job<TFormula>* job, int firstPanel, int endPanel, int firstRow, int rows)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPlan* plan = &job->Plan;
        MatMulSize size = plan->Size;
        MatMulScratch scratch = new(*plan, firstPanel, endPanel, rows);
        TileGrid all = new(rows, plan->Panels, firstPanel, endPanel);
        float* endOfA = job->A + (nint)size.Rows * size.Inner;
        MatMulTile tile = default;
        for (int block = 0; block < plan->InnerBlocks; block++)
        {
            (int firstInner, int endInner) = plan->InnerBlock(block);
            float* b = job->B + (nint)firstInner * size.InnerStrideB;
            tile.Inner = endInner - firstInner;
            PackPanels(plan, scratch, b, tile.Inner);
            for (TileGrid tiles = all; tiles.MoveNext();)
            {
                if (tiles.StartsRows)
                {
                    tile.A = job->A + (nint)(firstRow + tiles.Row) * size.RowStrideA + (nint)firstInner * size.InnerStrideA;
                    tile.RowStrideA = size.RowStrideA;
                    tile.InnerStrideA = size.InnerStrideA;
                    if (plan->PacksA)
                    {
                        PackTile(&tile, size, tiles.Rows, endOfA, scratch);
                    }
                }

                bool isPacked = tiles.Panel >= scratch.FirstPacked;
                tile.B = isPacked ? scratch.PackedPanel(tiles.Panel) : b + tiles.Column;
                tile.InnerStrideB = isPacked ? scratch.Width : size.InnerStrideB;
                if (plan->IsLong)
                {
                    RunLongTile(job, scratch, &tile, tiles, block, firstRow);
                }
                else
                {
                    RunTile(job, scratch, &tile, tiles, block, firstRow);
                }
            }
        }
    }

    // What of the tile concerns c: where its sums start, where they go, and the formula once they are complete.
    private static void RunTile<TFormula>(
        Job<TFormula>* job, in MatMulScratch scratch, MatMulTile* tile, in TileGrid tiles, int block, int firstRow)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulAddend addend = job->Addend;
        int stride = job->Plan.Size.Columns, row = firstRow + tiles.Row, rows = tiles.Rows, column = tiles.Column;
        int columns = Math.Min(stride - column, scratch.Width);
        bool isWhole = columns == scratch.Width;
        float* result = job->C + (nint)row * stride + column;
        tile->C = result;
        tile->RowStrideC = stride;
        if (!isWhole)
        {
            tile->C = scratch.PartialSums(tiles.Row);
            tile->RowStrideC = scratch.Width;
            if (block == 0 && addend.First != null)
            {
                addend = CopyAddend(addend.At(row, column), rows, columns, tile->C, scratch.Width);
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

        // A tile fetches its own results' cache lines before it stores them, and what the next tile starts from.
        tile->ComingC = block == 0 ? tile->C : null;
        tile->ComingInitial = null;
        if (isWhole && (block > 0 || addend.RowStride != 0) && tiles.TryGetNext(out int nextRow, out int nextColumn))
        {
            tile->ComingInitial = (block > 0 ? job->C : job->Addend.First) + (nint)(firstRow + nextRow) * stride + nextColumn;
        }

        tile->Compute(rows, scratch.Width);
        bool isFinished = block == job->Plan.InnerBlocks - 1;
        if (isFinished && (!isWhole || typeof(TFormula) != typeof(Identity)))
        {
            Activate(job->Activation, tile, rows, columns, result, stride);
        }
    }

    // The block's sums start from zero and are added to the totals; the last block finishes the tile.
    private static void RunLongTile<TFormula>(
        Job<TFormula>* job, in MatMulScratch scratch, MatMulTile* tile, in TileGrid tiles, int block, int firstRow)
        where TFormula : unmanaged, IUnaryFormula
    {
        int width = scratch.Width;
        tile->C = scratch.TileSums;
        tile->RowStrideC = width;
        tile->Compute(tiles.Rows, width);
        double* totals = scratch.Totals(tiles.Panel, tiles.Row);
        LongSums.Add(tile->C, tiles.Rows, width, totals, width, isFirst: block == 0);
        if (block == job->Plan.InnerBlocks - 1)
        {
            int stride = job->Plan.Size.Columns, row = firstRow + tiles.Row, column = tiles.Column;
            MatMulAddend addend = job->Addend.First == null ? default : job->Addend.At(row, column);
            float* c = job->C + (nint)row * stride + column;
            LongSums.Finish(job->Activation, totals, width, addend, c, stride, tiles.Rows, Math.Min(stride - column, width));
        }
    }

    private static void PackTile(MatMulTile* tile, MatMulSize size, int rows, float* endOfA, in MatMulScratch scratch)
    {
        float* target = scratch.PackedTile;
        if (size.TransposeA)
        {
            MatMulPacking.CopyColumns(tile->A, tile->InnerStrideA, tile->Inner, rows, endOfA, target);
            tile->InnerStrideA = scratch.PackedStrideA;
        }
        else
        {
            MatMulPacking.CopyRows(tile->A, tile->RowStrideA, rows, tile->Inner, target, scratch.PackedStrideA);
            tile->RowStrideA = scratch.PackedStrideA;
        }

        tile->A = target;
    }

    // b starts at the first inner index of the block.
    private static void PackPanels(MatMulPlan* plan, in MatMulScratch scratch, float* b, int inner)
    {
        MatMulSize size = plan->Size;
        int panel = scratch.FirstPacked;
        if (!size.TransposeB)
        {
            int whole = scratch.EndPanel - panel - (scratch.EndsPartial ? 1 : 0);
            MatMulPacking.CopyPanels(
                b + plan->Panels.FirstColumn(panel), size.InnerStrideB, inner, whole, scratch.Width, scratch.PackedPanel(panel),
                scratch.PanelFloats);
            panel += whole;
        }

        for (; panel < scratch.EndPanel; panel++)
        {
            int column = plan->Panels.FirstColumn(panel), columns = Math.Min(size.Columns - column, scratch.Width);
            float* source = b + (nint)column * size.ColumnStrideB;
            if (size.TransposeB)
            {
                MatMulPacking.TransposePanel(source, size.ColumnStrideB, inner, columns, scratch.PackedPanel(panel), scratch.Width);
            }
            else
            {
                MatMulPacking.CopyPanel(source, size.InnerStrideB, inner, columns, scratch.PackedPanel(panel), scratch.Width);
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

    // Applies the formula to a finished tile. The sums of a partial panel lie in scratch rows of full width: the formula is
    // applied to their surplus columns too, which are then not copied to c.
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
}
