using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// The loop over a tile's inner extent, unrolled over its rows: one body, compiled once for each <see cref="MatMulTileShape"/>.
/// </summary>
/// <remarks>
/// TRows.Count and TColumns.Count are constants to the compiler, which drops the rows that a shape lacks. Each row's sums are a
/// local of their own, because only locals are kept in registers.
/// </remarks>
internal static unsafe class MatMulTileLoop
{
    // Rows of b that are fetched ahead: 54 cycles' work of a full tile. 8 and 14 made a training step of s4 2
    // and 5 % slower (one thread of a Cascade Lake Xeon at 2.5 GHz, captured, November 2026).
    private const int PrefetchDistance = 4;

    /// <summary>Computes a tile. Changes the tile's fields, because the outer loop keeps its counters there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes, TColumns, TLayout, TRows>(MatMulTile* tile)
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

        // Row 3i + j of a is read at pointer a(3i) plus j strides: five pointers and two strides reach fourteen rows. Strides
        // count bytes, because a scaled offset would take an instruction of its own. Adjacent rows need a0 alone.
        nint stride = tile->RowStrideA * sizeof(float), stride2 = 2 * stride;
        byte* a0 = (byte*)tile->A;
        byte* a3 = a0 + 3 * stride;
        byte* a6 = a3 + 3 * stride;
        byte* a9 = a6 + 3 * stride;
        byte* a12 = a9 + 3 * stride;

        // What the innermost loop does not need stays in memory: as locals it would take the registers of the loop's pointers
        // (67 instead of 50 micro-operations a row of b, 17 cycles where the multiply-adds of 9×48 take 13.5).
        tile->RowsToFetch = TRows.Count;
        tile->PauseBytes = innerBytesB * Math.Max(tile->Inner / TRows.Count, PrefetchDistance);
        while (true)
        {
            tile->End = b + innerBytesB * tile->Inner;
            while (b != tile->End)
            {
                byte* pause = tile->End;
                if (tile->RowsToFetch > 0)
                {
                    // The loop over b stops at "pause" to fetch one row of c: fetching all rows at once would delay the loads of
                    // a and b.
                    pause = pause - b > tile->PauseBytes ? b + tile->PauseBytes : pause;
                    tile->RowsToFetch--;
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

            if (!TLayout.HasLines || tile->FurtherLines == 0)
            {
                break;
            }

            nint jumpA = tile->LineJumpA, jumpB = tile->LineJumpB;
            tile->FurtherLines--;
            if (++tile->LinesDone == tile->LinesPerImage)
            {
                tile->LinesDone = 0;
                jumpA += tile->ImageJumpA;
                jumpB += tile->ImageJumpB;
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

    // Fetches the cache lines of a row into the first level. A panel of b that is not packed is a few cache lines in each row
    // of memory, and no hardware prefetcher follows that.
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

    // Adjacent elements lie on two cache lines at most.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchEnds<TRows>(byte* elements) where TRows : ITileExtent
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(elements);
            Sse.Prefetch0(elements + (TRows.Count - 1) * sizeof(float));
        }
    }

    // One row of a tile: one, two or three vectors; the others are never touched.
    private struct TileRow<TVector> where TVector : struct
    {
        public TVector First;
        public TVector Second;
        public TVector Third;
    }
}
