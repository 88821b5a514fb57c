using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NativeGan.Kernels.Cpu;

/// <summary>What the innermost loop of a matrix product works on: up to fourteen rows by one or two vectors of columns.</summary>
/// <remarks>Strides count elements. The tile goes on from the sums at <see cref="Initial"/> (the bias, with stride 0, or
/// the sums of earlier inner blocks), or from zero where that is null.</remarks>
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
    public int Inner;

    /// <summary>Most rows a tile can have here, chosen so that all sums stay in registers.</summary>
    /// <remarks>
    /// Two vectors of columns take 2·rows sums, two registers for b and one for the broadcast element of a: 14 rows fill 31
    /// of the 32 registers of AVX-512, 6 rows fill 15 of the 16 of AVX2 and of SSE.
    /// </remarks>
    public static int MaxRows => Has512 ? 14 : 6;

    // Vector512.IsHardwareAccelerated is false on processors that have AVX-512 but clock down for it (Skylake and Cascade
    // Lake); for a loop of nothing but multiply-adds it is still the faster choice there.
    private static bool Has512 => Avx512F.IsSupported || Vector512.IsHardwareAccelerated;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="columns"/> columns, which is 16 or 32.</summary>
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

        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            Compute<TVector, TLanes, TwoVectors>(rows, &part);
            part.B += 2 * TLanes.Count;
            part.C += 2 * TLanes.Count;
            part.Initial += part.Initial == null ? 0 : 2 * TLanes.Count;
        }
    }

    private static void Compute<TVector, TLanes, TColumns>(int rows, MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        switch (rows)
        {
            case 1: Compute<TVector, TLanes, TColumns, Rows1>(tile); break;
            case 2: Compute<TVector, TLanes, TColumns, Rows2>(tile); break;
            case 3: Compute<TVector, TLanes, TColumns, Rows3>(tile); break;
            case 4: Compute<TVector, TLanes, TColumns, Rows4>(tile); break;
            case 5: Compute<TVector, TLanes, TColumns, Rows5>(tile); break;
            case 6: Compute<TVector, TLanes, TColumns, Rows6>(tile); break;
            case 7: Compute<TVector, TLanes, TColumns, Rows7>(tile); break;
            case 8: Compute<TVector, TLanes, TColumns, Rows8>(tile); break;
            case 9: Compute<TVector, TLanes, TColumns, Rows9>(tile); break;
            case 10: Compute<TVector, TLanes, TColumns, Rows10>(tile); break;
            case 11: Compute<TVector, TLanes, TColumns, Rows11>(tile); break;
            case 12: Compute<TVector, TLanes, TColumns, Rows12>(tile); break;
            case 13: Compute<TVector, TLanes, TColumns, Rows13>(tile); break;
            case 14: Compute<TVector, TLanes, TColumns, Rows14>(tile); break;
            default: Debug.Fail("A tile has 1 to 14 rows."); break;
        }
    }

    // One body for every height. TRows.Count and TColumns.Count are constants to the compiler, which drops the rows that a
    // given tile lacks; every sum is a local of its own because only locals are kept in registers. Every element is the
    // chain ((start + a₀b₀) + a₁b₁) + …, whatever the tile's height, so results do not depend on how the work is split.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TVector, TLanes, TColumns, TRows>(MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
        where TRows : ITileExtent
    {
        TVector l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default;
        TVector l7 = default, l8 = default, l9 = default, l10 = default, l11 = default, l12 = default, l13 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default;
        TVector r7 = default, r8 = default, r9 = default, r10 = default, r11 = default, r12 = default, r13 = default;

        float* initial = tile->Initial;
        if (initial != null)
        {
            nint step = tile->InitialStride;
            Load<TVector, TLanes, TColumns>(initial, ref l0, ref r0);

            if (TRows.Count > 1)
            {
                Load<TVector, TLanes, TColumns>(initial + step, ref l1, ref r1);
            }

            if (TRows.Count > 2)
            {
                Load<TVector, TLanes, TColumns>(initial + 2 * step, ref l2, ref r2);
            }

            if (TRows.Count > 3)
            {
                Load<TVector, TLanes, TColumns>(initial + 3 * step, ref l3, ref r3);
            }

            if (TRows.Count > 4)
            {
                Load<TVector, TLanes, TColumns>(initial + 4 * step, ref l4, ref r4);
            }

            if (TRows.Count > 5)
            {
                Load<TVector, TLanes, TColumns>(initial + 5 * step, ref l5, ref r5);
            }

            if (TRows.Count > 6)
            {
                Load<TVector, TLanes, TColumns>(initial + 6 * step, ref l6, ref r6);
            }

            if (TRows.Count > 7)
            {
                Load<TVector, TLanes, TColumns>(initial + 7 * step, ref l7, ref r7);
            }

            if (TRows.Count > 8)
            {
                Load<TVector, TLanes, TColumns>(initial + 8 * step, ref l8, ref r8);
            }

            if (TRows.Count > 9)
            {
                Load<TVector, TLanes, TColumns>(initial + 9 * step, ref l9, ref r9);
            }

            if (TRows.Count > 10)
            {
                Load<TVector, TLanes, TColumns>(initial + 10 * step, ref l10, ref r10);
            }

            if (TRows.Count > 11)
            {
                Load<TVector, TLanes, TColumns>(initial + 11 * step, ref l11, ref r11);
            }

            if (TRows.Count > 12)
            {
                Load<TVector, TLanes, TColumns>(initial + 12 * step, ref l12, ref r12);
            }

            if (TRows.Count > 13)
            {
                Load<TVector, TLanes, TColumns>(initial + 13 * step, ref l13, ref r13);
            }
        }

        float* b = tile->B;
        float* end = b + tile->InnerStrideB * tile->Inner;
        nint innerBytesA = tile->InnerStrideA * sizeof(float), innerBytesB = tile->InnerStrideB * sizeof(float);

        // Row 3i + j of a is read at a(3i)[j·stride]: five pointers and two strides address fourteen rows.
        nint stride = tile->RowStrideA, stride2 = 2 * stride;
        float* a0 = tile->A;
        float* a3 = a0 + 3 * stride;
        float* a6 = a3 + 3 * stride;
        float* a9 = a6 + 3 * stride;
        float* a12 = a9 + 3 * stride;
        while (b != end)
        {
            TVector left = TLanes.Load(b);
            TVector right = TColumns.Count > 1 ? TLanes.Load(b + TLanes.Count) : default;
            b = (float*)((byte*)b + innerBytesB);
            TVector element0 = TLanes.Broadcast(*a0);
            l0 = TLanes.MultiplyAdd(element0, left, l0);
            r0 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element0, right, r0) : r0;

            if (TRows.Count > 1)
            {
                TVector element1 = TLanes.Broadcast(a0[stride]);
                l1 = TLanes.MultiplyAdd(element1, left, l1);
                r1 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element1, right, r1) : r1;
            }

            if (TRows.Count > 2)
            {
                TVector element2 = TLanes.Broadcast(a0[stride2]);
                l2 = TLanes.MultiplyAdd(element2, left, l2);
                r2 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element2, right, r2) : r2;
            }

            if (TRows.Count > 3)
            {
                TVector element3 = TLanes.Broadcast(*a3);
                l3 = TLanes.MultiplyAdd(element3, left, l3);
                r3 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element3, right, r3) : r3;
            }

            if (TRows.Count > 4)
            {
                TVector element4 = TLanes.Broadcast(a3[stride]);
                l4 = TLanes.MultiplyAdd(element4, left, l4);
                r4 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element4, right, r4) : r4;
            }

            if (TRows.Count > 5)
            {
                TVector element5 = TLanes.Broadcast(a3[stride2]);
                l5 = TLanes.MultiplyAdd(element5, left, l5);
                r5 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element5, right, r5) : r5;
            }

            if (TRows.Count > 6)
            {
                TVector element6 = TLanes.Broadcast(*a6);
                l6 = TLanes.MultiplyAdd(element6, left, l6);
                r6 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element6, right, r6) : r6;
            }

            if (TRows.Count > 7)
            {
                TVector element7 = TLanes.Broadcast(a6[stride]);
                l7 = TLanes.MultiplyAdd(element7, left, l7);
                r7 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element7, right, r7) : r7;
            }

            if (TRows.Count > 8)
            {
                TVector element8 = TLanes.Broadcast(a6[stride2]);
                l8 = TLanes.MultiplyAdd(element8, left, l8);
                r8 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element8, right, r8) : r8;
            }

            if (TRows.Count > 9)
            {
                TVector element9 = TLanes.Broadcast(*a9);
                l9 = TLanes.MultiplyAdd(element9, left, l9);
                r9 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element9, right, r9) : r9;
            }

            if (TRows.Count > 10)
            {
                TVector element10 = TLanes.Broadcast(a9[stride]);
                l10 = TLanes.MultiplyAdd(element10, left, l10);
                r10 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element10, right, r10) : r10;
            }

            if (TRows.Count > 11)
            {
                TVector element11 = TLanes.Broadcast(a9[stride2]);
                l11 = TLanes.MultiplyAdd(element11, left, l11);
                r11 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element11, right, r11) : r11;
            }

            if (TRows.Count > 12)
            {
                TVector element12 = TLanes.Broadcast(*a12);
                l12 = TLanes.MultiplyAdd(element12, left, l12);
                r12 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element12, right, r12) : r12;
            }

            if (TRows.Count > 13)
            {
                TVector element13 = TLanes.Broadcast(a12[stride]);
                l13 = TLanes.MultiplyAdd(element13, left, l13);
                r13 = TColumns.Count > 1 ? TLanes.MultiplyAdd(element13, right, r13) : r13;
            }

            a0 = (float*)((byte*)a0 + innerBytesA);
            a3 = (float*)((byte*)a3 + innerBytesA);
            a6 = (float*)((byte*)a6 + innerBytesA);
            a9 = (float*)((byte*)a9 + innerBytesA);
            a12 = (float*)((byte*)a12 + innerBytesA);
        }

        float* c = tile->C;
        nint rowStrideC = tile->RowStrideC;
        Store<TVector, TLanes, TColumns>(c, l0, r0);

        if (TRows.Count > 1)
        {
            Store<TVector, TLanes, TColumns>(c + rowStrideC, l1, r1);
        }

        if (TRows.Count > 2)
        {
            Store<TVector, TLanes, TColumns>(c + 2 * rowStrideC, l2, r2);
        }

        if (TRows.Count > 3)
        {
            Store<TVector, TLanes, TColumns>(c + 3 * rowStrideC, l3, r3);
        }

        if (TRows.Count > 4)
        {
            Store<TVector, TLanes, TColumns>(c + 4 * rowStrideC, l4, r4);
        }

        if (TRows.Count > 5)
        {
            Store<TVector, TLanes, TColumns>(c + 5 * rowStrideC, l5, r5);
        }

        if (TRows.Count > 6)
        {
            Store<TVector, TLanes, TColumns>(c + 6 * rowStrideC, l6, r6);
        }

        if (TRows.Count > 7)
        {
            Store<TVector, TLanes, TColumns>(c + 7 * rowStrideC, l7, r7);
        }

        if (TRows.Count > 8)
        {
            Store<TVector, TLanes, TColumns>(c + 8 * rowStrideC, l8, r8);
        }

        if (TRows.Count > 9)
        {
            Store<TVector, TLanes, TColumns>(c + 9 * rowStrideC, l9, r9);
        }

        if (TRows.Count > 10)
        {
            Store<TVector, TLanes, TColumns>(c + 10 * rowStrideC, l10, r10);
        }

        if (TRows.Count > 11)
        {
            Store<TVector, TLanes, TColumns>(c + 11 * rowStrideC, l11, r11);
        }

        if (TRows.Count > 12)
        {
            Store<TVector, TLanes, TColumns>(c + 12 * rowStrideC, l12, r12);
        }

        if (TRows.Count > 13)
        {
            Store<TVector, TLanes, TColumns>(c + 13 * rowStrideC, l13, r13);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVector, TLanes, TColumns>(float* source, ref TVector left, ref TVector right)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        left = TLanes.Load(source);
        if (TColumns.Count > 1)
        {
            right = TLanes.Load(source + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes, TColumns>(float* target, TVector left, TVector right)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        TLanes.Store(left, target);
        if (TColumns.Count > 1)
        {
            TLanes.Store(right, target + TLanes.Count);
        }
    }
}
