using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Kernels.Cpu;

/// <summary>c = f(op(a)·op(b) + bias) on the processor.</summary>
/// <remarks>
/// <para>
/// c is cut into panels of 32 columns and the rows into tiles of up to 14, of as equal heights as possible: 128 rows are
/// eight tiles of 13 and two of 12, where tiles of 14 would leave one of 2. A tile's sums stay in registers over a block of
/// the inner extent (<see cref="MatMulTile"/>); then the formula is applied while the tile is in the first-level cache.
/// </para>
/// <para>
/// b is packed panel by panel when it is transposed, when a panel does not fill whole vectors, and when enough rows share
/// the cost; a when it is transposed or its rows lie a multiple of 2 KB apart, which maps them to the same few cache sets.
/// Otherwise operands are read where they lie (<see cref="MatMulPlan"/>). All packing goes to the stack.
/// </para>
/// <para>
/// Each element of c is one chain of multiply-adds in ascending order of the inner index that starts from the bias, so its
/// bits do not depend on how the work is split or on the number of threads. A single column goes to
/// <see cref="MatMulColumn"/>, a single inner element to <see cref="MatMulOuter"/>.
/// </para>
/// </remarks>
internal static unsafe class CpuMatMul
{
    private const int Lanes = 16;

    /// <summary>Computes c [m, n] from a [m, k] and b [k, n], each of which may be stored transposed, and bias [n], which may be null.</summary>
    public static void Run<TFormula>(
        ThreadTeam team, MatMulSize size, float* a, float* b, float* bias, TFormula activation, float* c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(size is { Rows: >= 0, Columns: >= 0, Inner: >= 0 }, "Extents are not negative.");
        if (size.Rows == 0 || size.Columns == 0)
        {
            return;
        }

        if (size.Columns == 1)
        {
            MatMulColumn.Run(team, size, a, b, bias, activation, c);
            return;
        }

        if (size.Inner == 1)
        {
            MatMulOuter.Run(team, size, a, b, bias, activation, c);
            return;
        }

        Job<TFormula> job = new()
        {
            Plan = new MatMulPlan(size, team.Threads),
            A = a,
            B = b,
            Bias = bias,
            C = c,
            Activation = activation,
        };
        team.Run(&RunItem, &job, job.Plan.Items);
    }

    private static void RunItem<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        job->Plan.Locate(item, out int firstPanel, out int endPanel, out int firstTile, out int endTile);
        for (int panel = firstPanel; panel < endPanel; panel += job->Plan.PanelsAtOnce)
        {
            int end = Math.Min(panel + job->Plan.PanelsAtOnce, endPanel);
            RunPanels(job, panel, end, firstTile, endTile);
        }
    }

    // Scratch memory is at most 8 panels (256 KB), a partial panel's sums (32 KB), a tile of a (16 KB) and a bias.
    [SkipLocalsInit]
    private static void RunPanels<TFormula>(Job<TFormula>* job, int firstPanel, int endPanel, int firstTile, int endTile)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPlan* plan = &job->Plan;
        MatMulSize size = plan->Size;
        int firstRow = plan->FirstRow(firstTile);
        bool endsPartial = endPanel == plan->Panels && size.Columns % Lanes != 0;

        int panelFloats = Math.Min(size.Inner, MatMulPlan.MaxInnerBlock) * MatMulPlan.PanelWidth;
        int firstPacked = plan->PacksB ? firstPanel : endsPartial ? endPanel - 1 : endPanel;
        int panelsFloats = (endPanel - firstPacked) * panelFloats;
        int sumsFloats = endsPartial ? (plan->FirstRow(endTile) - firstRow) * MatMulPlan.PanelWidth : 0;
        int packedStrideA = size.TransposeA ? Lanes : Math.Min(size.Inner, MatMulPlan.MaxInnerBlock) + Lanes;
        int tileFloats = !plan->PacksA ? 0
            : size.TransposeA ? MatMulPlan.MaxInnerBlock * Lanes
            : MatMulTile.MaxRows * (MatMulPlan.MaxInnerBlock + Lanes);
        float* scratch = stackalloc float[panelsFloats + sumsFloats + tileFloats + MatMulPlan.PanelWidth + Lanes];
        scratch = (float*)(((nuint)scratch + 63) & ~(nuint)63);
        float* packedTile = scratch + panelsFloats;
        float* sums = packedTile + tileFloats;
        float* paddedBias = sums + sumsFloats;

        for (int block = 0; block < plan->InnerBlocks; block++)
        {
            int firstInner = plan->FirstInner(block);
            int inner = plan->FirstInner(block + 1) - firstInner;
            float* b = job->B + (nint)firstInner * size.InnerStrideB;
            PackPanels(size, b, inner, firstPacked, endPanel, scratch, panelFloats);
            for (int tileIndex = firstTile; tileIndex < endTile; tileIndex++)
            {
                int row = plan->FirstRow(tileIndex);
                int rows = plan->FirstRow(tileIndex + 1) - row;
                MatMulTile tile = new()
                {
                    A = job->A + (nint)row * size.RowStrideA + (nint)firstInner * size.InnerStrideA,
                    RowStrideA = size.RowStrideA,
                    InnerStrideA = size.InnerStrideA,
                    Inner = inner,
                };
                if (plan->PacksA)
                {
                    PackTile(&tile, size, rows, job->A + (nint)size.Rows * size.Inner, packedTile, packedStrideA);
                }

                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    int column = panel * MatMulPlan.PanelWidth;
                    int columns = Math.Min(size.Columns - column, MatMulPlan.PanelWidth);
                    int width = columns <= Lanes ? Lanes : MatMulPlan.PanelWidth;
                    bool isPartial = columns != width;

                    bool isPacked = panel >= firstPacked;
                    tile.B = isPacked ? scratch + (panel - firstPacked) * panelFloats : b + column;
                    tile.InnerStrideB = isPacked ? width : size.InnerStrideB;

                    float* result = job->C + (nint)row * size.Columns + column;
                    float* bias = job->Bias == null ? null : job->Bias + column;
                    tile.C = result;
                    tile.RowStrideC = size.Columns;
                    if (isPartial)
                    {
                        tile.C = sums + (nint)(row - firstRow) * MatMulPlan.PanelWidth;
                        tile.RowStrideC = MatMulPlan.PanelWidth;
                        bias = Pad(bias, columns, paddedBias);
                    }

                    tile.Initial = block == 0 ? bias : tile.C;
                    tile.InitialStride = block == 0 ? 0 : tile.RowStrideC;
                    if (block == 0)
                    {
                        Prefetch(result, size.Columns, rows, columns);
                    }

                    tile.Compute(rows, width);
                    bool isFinished = block == plan->InnerBlocks - 1;
                    if (isFinished && (isPartial || typeof(TFormula) != typeof(Identity)))
                    {
                        Activate(job->Activation, &tile, rows, columns, result, size.Columns);
                    }
                }
            }
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
    private static void PackPanels(
        MatMulSize size, float* b, int inner, int firstPanel, int endPanel, float* target, int panelFloats)
    {
        int first = firstPanel * MatMulPlan.PanelWidth;
        int end = Math.Min(size.Columns, endPanel * MatMulPlan.PanelWidth);
        if (!size.TransposeB)
        {
            MatMulPacking.CopyPanels(b + first, size.InnerStrideB, inner, end - first, target, panelFloats);
            return;
        }

        for (int column = first; column < end; column += MatMulPlan.PanelWidth)
        {
            int columns = Math.Min(end - column, MatMulPlan.PanelWidth);
            int width = columns <= Lanes ? Lanes : MatMulPlan.PanelWidth;
            MatMulPacking.TransposePanel(b + (nint)column * size.ColumnStrideB, size.ColumnStrideB, inner, columns, target, width);
            target += panelFloats;
        }
    }

    // Results usually lie in the third-level cache or beyond. Fetched before the tile's sums are computed, their lines are
    // there when these are stored: 128·100·256 goes from 55 to 64 % of the tile's speed, 784·128·256 transposed from 52 to
    // 59 % (a Cascade Lake Xeon at 2.5 GHz, November 2026).
    private static void Prefetch(float* c, nint stride, int rows, int columns)
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < rows; row++)
            {
                Sse.Prefetch0(c);
                Sse.Prefetch0(c + columns - 1);
                c += stride;
            }
        }
    }

    private static float* Pad(float* bias, int columns, float* target)
    {
        if (bias == null)
        {
            return null;
        }

        new Span<float>(target, MatMulPlan.PanelWidth).Clear();
        new ReadOnlySpan<float>(bias, columns).CopyTo(new Span<float>(target, columns));
        return target;
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
            formula.Invoke(Vector512.Load(sums)).Store(sums);
            if (columns > Lanes)
            {
                formula.Invoke(Vector512.Load(sums + Lanes)).Store(sums + Lanes);
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
        public float* Bias;
        public float* C;
        public TFormula Activation;
    }
}
