using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NativeGan.Kernels.Cpu;

/// <summary>What the innermost loop of a matrix product works on: a few rows by one, two or three vectors of columns.</summary>
/// <remarks>Strides count elements. The tile goes on from the sums at <see cref="Initial"/> (the bias, with stride 0, or
/// the sums of earlier inner blocks), or from zero where that is null. While it computes, it fetches the lines at
/// <see cref="ComingC"/> and <see cref="ComingInitial"/>, row by row, where these are not null.</remarks>
internal unsafe struct MatMulTile
{
    public float* A;
    public nint RowStrideA;
    public nint InnerStrideA;
    public float* B;
    public nint InnerStrideB;
    public float* Initial;
    public nint InitialStride;
    public float* C;
    public nint RowStrideC;
    public float* ComingC;
    public float* ComingInitial;
    public int Inner;

    /// <summary>Whether the sums are added to what is at <see cref="C"/>, after the last product, rather than stored there.</summary>
    public bool AddsToC;

    /// <summary>Runs of the inner extent behind the first; 0 where it is one run.</summary>
    public int FurtherRuns;

    /// <summary>Runs that are <see cref="JumpA"/> and <see cref="JumpB"/> apart; behind them the far jumps are added.</summary>
    public int RunsTogether;

    /// <summary>Elements from the end of a run to the start of the next, in a and in b.</summary>
    public nint JumpA, JumpB;

    /// <summary>What is added to the jump after every <see cref="RunsTogether"/> runs.</summary>
    public nint FarJumpA, FarJumpB;

    // The state of the loop outside the innermost one.
    private byte* _end;
    private nint _pauseBytes;
    private int _rowsToFetch;
    private int _runsDone;

    // Rows of b that are fetched ahead: 54 cycles' work of a full tile. 8 and 14 made a training step of s4 2
    // and 5 % slower (one thread of a Cascade Lake Xeon at 2.5 GHz, captured, November 2026).
    private const int PrefetchDistance = 4;

    /// <summary>Most rows that fit a tile of <paramref name="columns"/> columns here, chosen so that all sums stay in registers.</summary>
    /// <remarks>
    /// r rows of v vectors take r·v sums, v registers for b and one for the broadcast element of a. Of the 32 registers of
    /// AVX-512, 14 rows of two vectors fill 31 and so do 9 rows of three; of the 16 of AVX2 and of SSE, 6 rows of two fill 15.
    /// </remarks>
    public static int MaxRows(int columns) => !Has512 ? 6 : columns > 32 ? 9 : 14;

    // Vector512.IsHardwareAccelerated is false on processors that have AVX-512 but clock down for it (Skylake and Cascade
    // Lake); for a loop of nothing but multiply-adds it is still the faster choice there.
    private static bool Has512 => Avx512F.IsSupported || Vector512.IsHardwareAccelerated;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="columns"/> columns, which is 16, 32 or 48.</summary>
    public void Compute(int rows, int columns)
    {
        if (Has512)
        {
            Compute<Vector512<float>, Lanes512>(rows, columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Vector256<float>, Lanes256>(rows, columns);
        }
        else
        {
            Compute<Vector128<float>, Lanes128>(rows, columns);
        }
    }

    private readonly void Compute<TVector, TLanes>(int rows, int columns)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
    {
        MatMulTile part = this;
        if (columns == TLanes.Count)
        {
            Compute<TVector, TLanes, OneVector>(rows, &part);
            return;
        }

        if (columns == 3 * TLanes.Count)
        {
            Compute<TVector, TLanes, ThreeVectors>(rows, &part);
            return;
        }

        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            part = this;
            part.B += column;
            part.C += column;
            part.Initial += part.Initial == null ? 0 : column;
            part.ComingC += part.ComingC == null ? 0 : column;
            part.ComingInitial += part.ComingInitial == null ? 0 : column;
            Compute<TVector, TLanes, TwoVectors>(rows, &part);
        }
    }

    private static void Compute<TVector, TLanes, TColumns>(int rows, MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        bool hasRuns = tile->FurtherRuns > 0;
        if (tile->RowStrideA == 1 && hasRuns)
        {
            Compute<TVector, TLanes, TColumns, AdjacentRowsInRuns>(rows, tile);
        }
        else if (tile->RowStrideA == 1)
        {
            Compute<TVector, TLanes, TColumns, AdjacentRows>(rows, tile);
        }
        else if (hasRuns)
        {
            Compute<TVector, TLanes, TColumns, DistantRowsInRuns>(rows, tile);
        }
        else
        {
            Compute<TVector, TLanes, TColumns, DistantRows>(rows, tile);
        }
    }

    private static void Compute<TVector, TLanes, TColumns, TLayout>(int rows, MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
        where TLayout : ITileLayout
    {
        switch (rows)
        {
            case 1: Compute<TVector, TLanes, TColumns, TLayout, Rows1>(tile); break;
            case 2: Compute<TVector, TLanes, TColumns, TLayout, Rows2>(tile); break;
            case 3: Compute<TVector, TLanes, TColumns, TLayout, Rows3>(tile); break;
            case 4: Compute<TVector, TLanes, TColumns, TLayout, Rows4>(tile); break;
            case 5: Compute<TVector, TLanes, TColumns, TLayout, Rows5>(tile); break;
            case 6: Compute<TVector, TLanes, TColumns, TLayout, Rows6>(tile); break;
            case 7: Compute<TVector, TLanes, TColumns, TLayout, Rows7>(tile); break;
            case 8: Compute<TVector, TLanes, TColumns, TLayout, Rows8>(tile); break;
            case 9: Compute<TVector, TLanes, TColumns, TLayout, Rows9>(tile); break;
            case 10: Compute<TVector, TLanes, TColumns, TLayout, Rows10>(tile); break;
            case 11: Compute<TVector, TLanes, TColumns, TLayout, Rows11>(tile); break;
            case 12: Compute<TVector, TLanes, TColumns, TLayout, Rows12>(tile); break;
            case 13: Compute<TVector, TLanes, TColumns, TLayout, Rows13>(tile); break;
            case 14: Compute<TVector, TLanes, TColumns, TLayout, Rows14>(tile); break;
            default: Debug.Fail("A tile has 1 to 14 rows."); break;
        }
    }

    // One body for every height. TRows.Count and TColumns.Count are constants to the compiler, which drops the rows that a
    // given tile lacks; every row's sums are a local of its own because only locals are kept in registers. Every element is
    // the chain ((start + a₀b₀) + a₁b₁) + …, whatever the tile's height, so results do not depend on how the work is split.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TVector, TLanes, TColumns, TLayout, TRows>(MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
        where TLayout : ITileLayout
        where TRows : ITileExtent
    {
        TileRow<TVector> row0 = default, row1 = default, row2 = default, row3 = default, row4 = default, row5 = default, row6 = default;
        TileRow<TVector> row7 = default, row8 = default, row9 = default, row10 = default, row11 = default, row12 = default, row13 = default;
        byte* initial = (byte*)tile->Initial;
        if (initial != null)
        {
            nint step = tile->InitialStride * sizeof(float);
            Load<TVector, TLanes, TColumns>(initial, ref row0);

            if (TRows.Count > 1)
            {
                Load<TVector, TLanes, TColumns>(initial + step, ref row1);
            }

            if (TRows.Count > 2)
            {
                Load<TVector, TLanes, TColumns>(initial + 2 * step, ref row2);
            }

            if (TRows.Count > 3)
            {
                Load<TVector, TLanes, TColumns>(initial + 3 * step, ref row3);
            }

            if (TRows.Count > 4)
            {
                Load<TVector, TLanes, TColumns>(initial + 4 * step, ref row4);
            }

            if (TRows.Count > 5)
            {
                Load<TVector, TLanes, TColumns>(initial + 5 * step, ref row5);
            }

            if (TRows.Count > 6)
            {
                Load<TVector, TLanes, TColumns>(initial + 6 * step, ref row6);
            }

            if (TRows.Count > 7)
            {
                Load<TVector, TLanes, TColumns>(initial + 7 * step, ref row7);
            }

            if (TRows.Count > 8)
            {
                Load<TVector, TLanes, TColumns>(initial + 8 * step, ref row8);
            }

            if (TRows.Count > 9)
            {
                Load<TVector, TLanes, TColumns>(initial + 9 * step, ref row9);
            }

            if (TRows.Count > 10)
            {
                Load<TVector, TLanes, TColumns>(initial + 10 * step, ref row10);
            }

            if (TRows.Count > 11)
            {
                Load<TVector, TLanes, TColumns>(initial + 11 * step, ref row11);
            }

            if (TRows.Count > 12)
            {
                Load<TVector, TLanes, TColumns>(initial + 12 * step, ref row12);
            }

            if (TRows.Count > 13)
            {
                Load<TVector, TLanes, TColumns>(initial + 13 * step, ref row13);
            }
        }

        nint innerBytesA = tile->InnerStrideA * sizeof(float), innerBytesB = tile->InnerStrideB * sizeof(float);
        byte* b = (byte*)tile->B;

        // Row 3i + j of a is read at a(3i) + j·stride: five pointers and two strides address fourteen rows. Strides count
        // bytes, because a scaled offset would take an instruction of its own.
        nint stride = tile->RowStrideA * sizeof(float), stride2 = 2 * stride;
        byte* a0 = (byte*)tile->A;
        byte* a3 = a0 + 3 * stride;
        byte* a6 = a3 + 3 * stride;
        byte* a9 = a6 + 3 * stride;
        byte* a12 = a9 + 3 * stride;

        // What the innermost loop does not need stays in memory: as locals it would push the loop's pointers out of the registers
        // (67 instead of 50 micro-operations a row of b, 17 cycles where the multiply-adds of 9×48 take 13.5).
        tile->_rowsToFetch = TRows.Count;
        tile->_pauseBytes = innerBytesB * Math.Max(tile->Inner / TRows.Count, PrefetchDistance);
        while (true)
        {
            tile->_end = b + innerBytesB * tile->Inner;
            while (b != tile->_end)
            {
                byte* pause = tile->_end;
                if (tile->_rowsToFetch > 0)
                {
                    // Rows of c are fetched one by one while the sums are formed: all at once they would be in the way of a and b.
                    pause = pause - b > tile->_pauseBytes ? b + tile->_pauseBytes : pause;
                    tile->_rowsToFetch--;
                    if (tile->ComingC != null)
                    {
                        Prefetch<TVector, TLanes, TColumns>((byte*)tile->ComingC);
                        tile->ComingC += tile->RowStrideC;
                    }

                    if (tile->ComingInitial != null)
                    {
                        Prefetch<TVector, TLanes, TColumns>((byte*)tile->ComingInitial);
                        tile->ComingInitial += tile->InitialStride;
                    }
                }

                while (b != pause)
                {
                    TileRow<TVector> inner = default;
                    Load<TVector, TLanes, TColumns>(b, ref inner);
                    Prefetch<TVector, TLanes, TColumns>(b + PrefetchDistance * innerBytesB);
                    b += innerBytesB;
                    if (TLayout.AreAdjacent)
                    {
                        PrefetchEnds<TRows>(a0 + PrefetchDistance * innerBytesA);
                    }

                    MultiplyAdd<TVector, TLanes, TColumns>(a0, 0, inner, ref row0);

                    if (TRows.Count > 1)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(a0, TLayout.AreAdjacent ? 1 * sizeof(float) : stride, inner, ref row1);
                    }

                    if (TRows.Count > 2)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(a0, TLayout.AreAdjacent ? 2 * sizeof(float) : stride2, inner, ref row2);
                    }

                    if (TRows.Count > 3)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a3, TLayout.AreAdjacent ? 3 * sizeof(float) : 0, inner, ref row3);
                    }

                    if (TRows.Count > 4)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a3, TLayout.AreAdjacent ? 4 * sizeof(float) : stride, inner, ref row4);
                    }

                    if (TRows.Count > 5)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a3, TLayout.AreAdjacent ? 5 * sizeof(float) : stride2, inner, ref row5);
                    }

                    if (TRows.Count > 6)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a6, TLayout.AreAdjacent ? 6 * sizeof(float) : 0, inner, ref row6);
                    }

                    if (TRows.Count > 7)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a6, TLayout.AreAdjacent ? 7 * sizeof(float) : stride, inner, ref row7);
                    }

                    if (TRows.Count > 8)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a6, TLayout.AreAdjacent ? 8 * sizeof(float) : stride2, inner, ref row8);
                    }

                    if (TRows.Count > 9)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a9, TLayout.AreAdjacent ? 9 * sizeof(float) : 0, inner, ref row9);
                    }

                    if (TRows.Count > 10)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a9, TLayout.AreAdjacent ? 10 * sizeof(float) : stride, inner, ref row10);
                    }

                    if (TRows.Count > 11)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a9, TLayout.AreAdjacent ? 11 * sizeof(float) : stride2, inner, ref row11);
                    }

                    if (TRows.Count > 12)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a12, TLayout.AreAdjacent ? 12 * sizeof(float) : 0, inner, ref row12);
                    }

                    if (TRows.Count > 13)
                    {
                        MultiplyAdd<TVector, TLanes, TColumns>(TLayout.AreAdjacent ? a0 : a12, TLayout.AreAdjacent ? 13 * sizeof(float) : stride, inner, ref row13);
                    }

                    a0 += innerBytesA;
                    if (!TLayout.AreAdjacent)
                    {
                        a3 += innerBytesA;
                        a6 += innerBytesA;
                        a9 += innerBytesA;
                        a12 += innerBytesA;
                    }
                }
            }

            if (!TLayout.HasRuns || tile->FurtherRuns == 0)
            {
                break;
            }

            nint jumpA = tile->JumpA, jumpB = tile->JumpB;
            tile->FurtherRuns--;
            if (++tile->_runsDone == tile->RunsTogether)
            {
                tile->_runsDone = 0;
                jumpA += tile->FarJumpA;
                jumpB += tile->FarJumpB;
            }

            b += jumpB * sizeof(float);
            a0 += jumpA * sizeof(float);
            a3 += jumpA * sizeof(float);
            a6 += jumpA * sizeof(float);
            a9 += jumpA * sizeof(float);
            a12 += jumpA * sizeof(float);
        }

        byte* c = (byte*)tile->C;
        nint rowBytesC = tile->RowStrideC * sizeof(float);
        if (tile->AddsToC)
        {
            Add<TVector, TLanes, TColumns>(c, ref row0);

            if (TRows.Count > 1)
            {
                Add<TVector, TLanes, TColumns>(c + rowBytesC, ref row1);
            }

            if (TRows.Count > 2)
            {
                Add<TVector, TLanes, TColumns>(c + 2 * rowBytesC, ref row2);
            }

            if (TRows.Count > 3)
            {
                Add<TVector, TLanes, TColumns>(c + 3 * rowBytesC, ref row3);
            }

            if (TRows.Count > 4)
            {
                Add<TVector, TLanes, TColumns>(c + 4 * rowBytesC, ref row4);
            }

            if (TRows.Count > 5)
            {
                Add<TVector, TLanes, TColumns>(c + 5 * rowBytesC, ref row5);
            }

            if (TRows.Count > 6)
            {
                Add<TVector, TLanes, TColumns>(c + 6 * rowBytesC, ref row6);
            }

            if (TRows.Count > 7)
            {
                Add<TVector, TLanes, TColumns>(c + 7 * rowBytesC, ref row7);
            }

            if (TRows.Count > 8)
            {
                Add<TVector, TLanes, TColumns>(c + 8 * rowBytesC, ref row8);
            }

            if (TRows.Count > 9)
            {
                Add<TVector, TLanes, TColumns>(c + 9 * rowBytesC, ref row9);
            }

            if (TRows.Count > 10)
            {
                Add<TVector, TLanes, TColumns>(c + 10 * rowBytesC, ref row10);
            }

            if (TRows.Count > 11)
            {
                Add<TVector, TLanes, TColumns>(c + 11 * rowBytesC, ref row11);
            }

            if (TRows.Count > 12)
            {
                Add<TVector, TLanes, TColumns>(c + 12 * rowBytesC, ref row12);
            }

            if (TRows.Count > 13)
            {
                Add<TVector, TLanes, TColumns>(c + 13 * rowBytesC, ref row13);
            }
        }

        Store<TVector, TLanes, TColumns>(c, row0);

        if (TRows.Count > 1)
        {
            Store<TVector, TLanes, TColumns>(c + rowBytesC, row1);
        }

        if (TRows.Count > 2)
        {
            Store<TVector, TLanes, TColumns>(c + 2 * rowBytesC, row2);
        }

        if (TRows.Count > 3)
        {
            Store<TVector, TLanes, TColumns>(c + 3 * rowBytesC, row3);
        }

        if (TRows.Count > 4)
        {
            Store<TVector, TLanes, TColumns>(c + 4 * rowBytesC, row4);
        }

        if (TRows.Count > 5)
        {
            Store<TVector, TLanes, TColumns>(c + 5 * rowBytesC, row5);
        }

        if (TRows.Count > 6)
        {
            Store<TVector, TLanes, TColumns>(c + 6 * rowBytesC, row6);
        }

        if (TRows.Count > 7)
        {
            Store<TVector, TLanes, TColumns>(c + 7 * rowBytesC, row7);
        }

        if (TRows.Count > 8)
        {
            Store<TVector, TLanes, TColumns>(c + 8 * rowBytesC, row8);
        }

        if (TRows.Count > 9)
        {
            Store<TVector, TLanes, TColumns>(c + 9 * rowBytesC, row9);
        }

        if (TRows.Count > 10)
        {
            Store<TVector, TLanes, TColumns>(c + 10 * rowBytesC, row10);
        }

        if (TRows.Count > 11)
        {
            Store<TVector, TLanes, TColumns>(c + 11 * rowBytesC, row11);
        }

        if (TRows.Count > 12)
        {
            Store<TVector, TLanes, TColumns>(c + 12 * rowBytesC, row12);
        }

        if (TRows.Count > 13)
        {
            Store<TVector, TLanes, TColumns>(c + 13 * rowBytesC, row13);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVector, TLanes, TColumns>(byte* source, ref TileRow<TVector> row)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        row.First = TLanes.Load((float*)source);
        if (TColumns.Count > 1)
        {
            row.Second = TLanes.Load((float*)source + TLanes.Count);
        }

        if (TColumns.Count > 2)
        {
            row.Third = TLanes.Load((float*)source + 2 * TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<TVector, TLanes, TColumns>(byte* a, nint offset, TileRow<TVector> b, ref TileRow<TVector> sums)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        TVector elements = TLanes.Broadcast(*(float*)(a + offset));
        sums.First = TLanes.MultiplyAdd(elements, b.First, sums.First);
        if (TColumns.Count > 1)
        {
            sums.Second = TLanes.MultiplyAdd(elements, b.Second, sums.Second);
        }

        if (TColumns.Count > 2)
        {
            sums.Third = TLanes.MultiplyAdd(elements, b.Third, sums.Third);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes, TColumns>(byte* target, TileRow<TVector> row)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        TLanes.Store(row.First, (float*)target);
        if (TColumns.Count > 1)
        {
            TLanes.Store(row.Second, (float*)target + TLanes.Count);
        }

        if (TColumns.Count > 2)
        {
            TLanes.Store(row.Third, (float*)target + 2 * TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, TLanes, TColumns>(byte* source, ref TileRow<TVector> row)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        row.First = TLanes.Add(TLanes.Load((float*)source), row.First);
        if (TColumns.Count > 1)
        {
            row.Second = TLanes.Add(TLanes.Load((float*)source + TLanes.Count), row.Second);
        }

        if (TColumns.Count > 2)
        {
            row.Third = TLanes.Add(TLanes.Load((float*)source + 2 * TLanes.Count), row.Third);
        }
    }

    // What will be needed soon, on its way to the first level: read where it lies, b is a few lines here and there, which
    // no hardware prefetcher follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TVector, TLanes, TColumns>(byte* row)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row);
            if (TColumns.Count * TLanes.Count > 16)
            {
                Sse.Prefetch0(row + 64);
            }

            if (TColumns.Count * TLanes.Count > 32)
            {
                Sse.Prefetch0(row + 128);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchEnds<TRows>(byte* elements) where TRows : ITileExtent
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(elements);
            Sse.Prefetch0(elements + (TRows.Count - 1) * sizeof(float));
        }
    }

    // One row of a tile: one, two or three vectors; what a tile lacks is never touched.
    private struct TileRow<TVector> where TVector : struct
    {
        public TVector First;
        public TVector Second;
        public TVector Third;
    }
}
