using ILGPU;
using ILGPU.Runtime.Cuda;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>c = f(op(a)·op(b) + addend), version 7: tensor cores, CUDA only, on request.</summary>
internal static class MatMulTensorCoreKernels
{
    /// <summary>Threads of a group: 8 warps.</summary>
    public const int Group = 256;

    /// <summary>Rows and columns of c that a group computes.</summary>
    public const int Tile = 128;

    // Steps of k in a pair of tiles. a's tile is [128, 16] with rows 20 floats apart, b's is [16, 128] with rows 136 floats
    // apart: the 32 elements that a warp reads at once then lie in 32 banks.
    private const int Depth = 16;
    private const int StrideA = Depth + 4;
    private const int StrideB = Tile + 8;
    private const int SizeA = Tile * StrideA;
    private const int SizeB = Depth * StrideB;

    private const string Multiply = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 ";
    private const string Operands = ", {%0,%1,%2,%3}, {%4,%5}, ";

    /// <summary>Version 7: 8 warps compute 128 × 128 elements of c, 64 × 32 each, with the warp's matrix instruction.</summary>
    /// <remarks>
    /// What changed from version 6: one instruction of a warp multiplies 16 × 8 by 8 × 8 elements. The factors are TF32, float32
    /// with 10 bits of mantissa instead of 23 (rounded to nearest when they are written to shared memory), products and sums
    /// are float32: a relative error of 2⁻¹¹ per factor. Hence it is used only where it is asked for.
    /// Lane 4g + t of a warp holds, of a 16 × 8 piece of a, rows g and g + 8 at k = t and t + 4, of an 8 × 8 piece of b column g
    /// at the same k, and of the 16 × 8 sums rows g and g + 8, columns 2t and 2t + 1 (PTX ISA, "Matrix Fragments for
    /// mma.m16n8k8"). The 64 sums of a thread are PTX registers declared here, acc0 to acc63; piece i, j of the warp's 4 × 4
    /// has acc[16i + 4j] and the three after it. They reach the epilogue through local memory, once, after the loop.
    /// Tiles in turns and slices as in version 6.
    /// </remarks>
    public static void TensorCore<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        ArrayView<Float4> tilesA = SharedMemory.Allocate<Float4>(2 * SizeA / 4);
        ArrayView<Float4> tilesB = SharedMemory.Allocate<Float4>(2 * SizeB / 4);
        ArrayView<float> flatA = tilesA.Cast<float>(), flatB = tilesB.Cast<float>();
        CudaAsm.Emit(".reg .f32 acc<64>;");
        Clear();

        int thread = ILGPU.Group.IdxX;
        int warp = thread >> 5, g = (thread & 31) >> 2, t = thread & 3;
        int warpRow = (warp >> 2) * 64, warpColumn = (warp & 3) * 32;
        int firstRow = Grid.IdxY * Tile, firstColumn = Grid.IdxX * Tile;

        // A thread brings two runs of four elements of either tile: along k 64 places apart, else 8 steps of k apart.
        bool alongInnerA = size.InnerStrideA == 1, alongInnerB = size.ColumnStrideB != 1;
        int placeA = alongInnerA ? thread >> 2 : (thread & 31) << 2, innerA = alongInnerA ? (thread & 3) << 2 : thread >> 5;
        int placeB = alongInnerB ? thread >> 2 : (thread & 31) << 2, innerB = alongInnerB ? (thread & 3) << 2 : thread >> 5;
        int fartherPlaceA = alongInnerA ? 64 : 0, fartherInnerA = alongInnerA ? 0 : 8;
        int fartherPlaceB = alongInnerB ? 64 : 0, fartherInnerB = alongInnerB ? 0 : 8;
        var fetchA = new TileFetch(alongInnerA, firstRow + placeA, size.Rows, size.RowStrideA, size.InnerStrideA);
        var fetchA2 = new TileFetch(alongInnerA, firstRow + placeA + fartherPlaceA, size.Rows, size.RowStrideA, size.InnerStrideA);
        var fetchB = new TileFetch(alongInnerB, firstColumn + placeB, size.Columns, size.ColumnStrideB, size.InnerStrideB);
        var fetchB2 = new TileFetch(alongInnerB, firstColumn + placeB + fartherPlaceB, size.Columns, size.ColumnStrideB, size.InnerStrideB);

        int slice = Grid.IdxZ;
        int start = slice * size.SliceInner, end = MatMulKernels.Smaller(start + size.SliceInner, size.Inner);
        PutA(tilesA, flatA, 0, alongInnerA, innerA, placeA, fetchA.Read(a, start + innerA, end));
        PutA(tilesA, flatA, 0, alongInnerA, innerA + fartherInnerA, placeA + fartherPlaceA, fetchA2.Read(a, start + innerA + fartherInnerA, end));
        PutB(tilesB, flatB, 0, alongInnerB, innerB, placeB, fetchB.Read(b, start + innerB, end));
        PutB(tilesB, flatB, 0, alongInnerB, innerB + fartherInnerB, placeB + fartherPlaceB, fetchB2.Read(b, start + innerB + fartherInnerB, end));

        // The first pair of tiles is complete.
        ILGPU.Group.Barrier();

        int buffer = 0;
        for (; start < end; start += Depth)
        {
            // The next pair travels to registers while this one is multiplied; past the end it is zeros that nobody uses.
            int next = start + Depth;
            Float4 nextA = fetchA.Read(a, next + innerA, end), nextA2 = fetchA2.Read(a, next + innerA + fartherInnerA, end);
            Float4 nextB = fetchB.Read(b, next + innerB, end), nextB2 = fetchB2.Read(b, next + innerB + fartherInnerB, end);

            int atA = (buffer * SizeA) + ((warpRow + g) * StrideA) + t, atB = (buffer * SizeB) + (t * StrideB) + warpColumn + g;
            MultiplyEightSteps(flatA, flatB, atA, atB);
            MultiplyEightSteps(flatA, flatB, atA + 8, atB + (8 * StrideB));

            // Into the other pair, which was last read before the barrier that ended the round before.
            buffer = 1 - buffer;
            PutA(tilesA, flatA, buffer, alongInnerA, innerA, placeA, nextA);
            PutA(tilesA, flatA, buffer, alongInnerA, innerA + fartherInnerA, placeA + fartherPlaceA, nextA2);
            PutB(tilesB, flatB, buffer, alongInnerB, innerB, placeB, nextB);
            PutB(tilesB, flatB, buffer, alongInnerB, innerB + fartherInnerB, placeB + fartherPlaceB, nextB2);
            ILGPU.Group.Barrier();
        }

        int row = firstRow + warpRow + g, column = firstColumn + warpColumn + (2 * t);
        Output<float> s0 = default, s1 = default, s2 = default, s3 = default;
        CudaAsm.EmitRef("mov.f32 %0, acc0; mov.f32 %1, acc1; mov.f32 %2, acc2; mov.f32 %3, acc3;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 0, column + 0, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc4; mov.f32 %1, acc5; mov.f32 %2, acc6; mov.f32 %3, acc7;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 0, column + 8, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc8; mov.f32 %1, acc9; mov.f32 %2, acc10; mov.f32 %3, acc11;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 0, column + 16, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc12; mov.f32 %1, acc13; mov.f32 %2, acc14; mov.f32 %3, acc15;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 0, column + 24, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc16; mov.f32 %1, acc17; mov.f32 %2, acc18; mov.f32 %3, acc19;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 16, column + 0, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc20; mov.f32 %1, acc21; mov.f32 %2, acc22; mov.f32 %3, acc23;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 16, column + 8, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc24; mov.f32 %1, acc25; mov.f32 %2, acc26; mov.f32 %3, acc27;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 16, column + 16, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc28; mov.f32 %1, acc29; mov.f32 %2, acc30; mov.f32 %3, acc31;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 16, column + 24, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc32; mov.f32 %1, acc33; mov.f32 %2, acc34; mov.f32 %3, acc35;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 32, column + 0, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc36; mov.f32 %1, acc37; mov.f32 %2, acc38; mov.f32 %3, acc39;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 32, column + 8, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc40; mov.f32 %1, acc41; mov.f32 %2, acc42; mov.f32 %3, acc43;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 32, column + 16, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc44; mov.f32 %1, acc45; mov.f32 %2, acc46; mov.f32 %3, acc47;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 32, column + 24, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc48; mov.f32 %1, acc49; mov.f32 %2, acc50; mov.f32 %3, acc51;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 48, column + 0, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc52; mov.f32 %1, acc53; mov.f32 %2, acc54; mov.f32 %3, acc55;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 48, column + 8, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc56; mov.f32 %1, acc57; mov.f32 %2, acc58; mov.f32 %3, acc59;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 48, column + 16, s0.Value, s1.Value, s2.Value, s3.Value);
        CudaAsm.EmitRef("mov.f32 %0, acc60; mov.f32 %1, acc61; mov.f32 %2, acc62; mov.f32 %3, acc63;", ref s0, ref s1, ref s2, ref s3);
        Finish(size, activation, addend, c, slice, row + 48, column + 24, s0.Value, s1.Value, s2.Value, s3.Value);
    }

    private static void Clear()
    {
        CudaAsm.Emit("mov.f32 acc0, 0f00000000; mov.f32 acc1, 0f00000000; mov.f32 acc2, 0f00000000; mov.f32 acc3, 0f00000000; mov.f32 acc4, 0f00000000; mov.f32 acc5, 0f00000000; mov.f32 acc6, 0f00000000; mov.f32 acc7, 0f00000000; mov.f32 acc8, 0f00000000; mov.f32 acc9, 0f00000000; mov.f32 acc10, 0f00000000; mov.f32 acc11, 0f00000000; mov.f32 acc12, 0f00000000; mov.f32 acc13, 0f00000000; mov.f32 acc14, 0f00000000; mov.f32 acc15, 0f00000000;");
        CudaAsm.Emit("mov.f32 acc16, 0f00000000; mov.f32 acc17, 0f00000000; mov.f32 acc18, 0f00000000; mov.f32 acc19, 0f00000000; mov.f32 acc20, 0f00000000; mov.f32 acc21, 0f00000000; mov.f32 acc22, 0f00000000; mov.f32 acc23, 0f00000000; mov.f32 acc24, 0f00000000; mov.f32 acc25, 0f00000000; mov.f32 acc26, 0f00000000; mov.f32 acc27, 0f00000000; mov.f32 acc28, 0f00000000; mov.f32 acc29, 0f00000000; mov.f32 acc30, 0f00000000; mov.f32 acc31, 0f00000000;");
        CudaAsm.Emit("mov.f32 acc32, 0f00000000; mov.f32 acc33, 0f00000000; mov.f32 acc34, 0f00000000; mov.f32 acc35, 0f00000000; mov.f32 acc36, 0f00000000; mov.f32 acc37, 0f00000000; mov.f32 acc38, 0f00000000; mov.f32 acc39, 0f00000000; mov.f32 acc40, 0f00000000; mov.f32 acc41, 0f00000000; mov.f32 acc42, 0f00000000; mov.f32 acc43, 0f00000000; mov.f32 acc44, 0f00000000; mov.f32 acc45, 0f00000000; mov.f32 acc46, 0f00000000; mov.f32 acc47, 0f00000000;");
        CudaAsm.Emit("mov.f32 acc48, 0f00000000; mov.f32 acc49, 0f00000000; mov.f32 acc50, 0f00000000; mov.f32 acc51, 0f00000000; mov.f32 acc52, 0f00000000; mov.f32 acc53, 0f00000000; mov.f32 acc54, 0f00000000; mov.f32 acc55, 0f00000000; mov.f32 acc56, 0f00000000; mov.f32 acc57, 0f00000000; mov.f32 acc58, 0f00000000; mov.f32 acc59, 0f00000000; mov.f32 acc60, 0f00000000; mov.f32 acc61, 0f00000000; mov.f32 acc62, 0f00000000; mov.f32 acc63, 0f00000000;");
    }

    private static void MultiplyEightSteps(ArrayView<float> tilesA, ArrayView<float> tilesB, int atA, int atB)
    {
        PieceA a0 = ReadA(tilesA, atA), a1 = ReadA(tilesA, atA + (16 * StrideA));
        PieceA a2 = ReadA(tilesA, atA + (32 * StrideA)), a3 = ReadA(tilesA, atA + (48 * StrideA));
        PieceB b0 = ReadB(tilesB, atB), b1 = ReadB(tilesB, atB + 8), b2 = ReadB(tilesB, atB + 16), b3 = ReadB(tilesB, atB + 24);
        CudaAsm.Emit(Multiply + "{acc0,acc1,acc2,acc3}" + Operands + "{acc0,acc1,acc2,acc3};", a0.Low, a0.LowBelow, a0.High, a0.HighBelow, b0.Low, b0.High);
        CudaAsm.Emit(Multiply + "{acc4,acc5,acc6,acc7}" + Operands + "{acc4,acc5,acc6,acc7};", a0.Low, a0.LowBelow, a0.High, a0.HighBelow, b1.Low, b1.High);
        CudaAsm.Emit(Multiply + "{acc8,acc9,acc10,acc11}" + Operands + "{acc8,acc9,acc10,acc11};", a0.Low, a0.LowBelow, a0.High, a0.HighBelow, b2.Low, b2.High);
        CudaAsm.Emit(Multiply + "{acc12,acc13,acc14,acc15}" + Operands + "{acc12,acc13,acc14,acc15};", a0.Low, a0.LowBelow, a0.High, a0.HighBelow, b3.Low, b3.High);
        CudaAsm.Emit(Multiply + "{acc16,acc17,acc18,acc19}" + Operands + "{acc16,acc17,acc18,acc19};", a1.Low, a1.LowBelow, a1.High, a1.HighBelow, b0.Low, b0.High);
        CudaAsm.Emit(Multiply + "{acc20,acc21,acc22,acc23}" + Operands + "{acc20,acc21,acc22,acc23};", a1.Low, a1.LowBelow, a1.High, a1.HighBelow, b1.Low, b1.High);
        CudaAsm.Emit(Multiply + "{acc24,acc25,acc26,acc27}" + Operands + "{acc24,acc25,acc26,acc27};", a1.Low, a1.LowBelow, a1.High, a1.HighBelow, b2.Low, b2.High);
        CudaAsm.Emit(Multiply + "{acc28,acc29,acc30,acc31}" + Operands + "{acc28,acc29,acc30,acc31};", a1.Low, a1.LowBelow, a1.High, a1.HighBelow, b3.Low, b3.High);
        CudaAsm.Emit(Multiply + "{acc32,acc33,acc34,acc35}" + Operands + "{acc32,acc33,acc34,acc35};", a2.Low, a2.LowBelow, a2.High, a2.HighBelow, b0.Low, b0.High);
        CudaAsm.Emit(Multiply + "{acc36,acc37,acc38,acc39}" + Operands + "{acc36,acc37,acc38,acc39};", a2.Low, a2.LowBelow, a2.High, a2.HighBelow, b1.Low, b1.High);
        CudaAsm.Emit(Multiply + "{acc40,acc41,acc42,acc43}" + Operands + "{acc40,acc41,acc42,acc43};", a2.Low, a2.LowBelow, a2.High, a2.HighBelow, b2.Low, b2.High);
        CudaAsm.Emit(Multiply + "{acc44,acc45,acc46,acc47}" + Operands + "{acc44,acc45,acc46,acc47};", a2.Low, a2.LowBelow, a2.High, a2.HighBelow, b3.Low, b3.High);
        CudaAsm.Emit(Multiply + "{acc48,acc49,acc50,acc51}" + Operands + "{acc48,acc49,acc50,acc51};", a3.Low, a3.LowBelow, a3.High, a3.HighBelow, b0.Low, b0.High);
        CudaAsm.Emit(Multiply + "{acc52,acc53,acc54,acc55}" + Operands + "{acc52,acc53,acc54,acc55};", a3.Low, a3.LowBelow, a3.High, a3.HighBelow, b1.Low, b1.High);
        CudaAsm.Emit(Multiply + "{acc56,acc57,acc58,acc59}" + Operands + "{acc56,acc57,acc58,acc59};", a3.Low, a3.LowBelow, a3.High, a3.HighBelow, b2.Low, b2.High);
        CudaAsm.Emit(Multiply + "{acc60,acc61,acc62,acc63}" + Operands + "{acc60,acc61,acc62,acc63};", a3.Low, a3.LowBelow, a3.High, a3.HighBelow, b3.Low, b3.High);
    }

    private static PieceA ReadA(ArrayView<float> tiles, int at) => new(
        Interop.FloatAsInt(tiles[at]), Interop.FloatAsInt(tiles[at + (8 * StrideA)]),
        Interop.FloatAsInt(tiles[at + 4]), Interop.FloatAsInt(tiles[at + (8 * StrideA) + 4]));

    private static PieceB ReadB(ArrayView<float> tiles, int at) => new(
        Interop.FloatAsInt(tiles[at]), Interop.FloatAsInt(tiles[at + (4 * StrideB)]));

    private static void PutA(
        ArrayView<Float4> tiles, ArrayView<float> flat, int buffer, bool alongInner, int inner, int place, Float4 values)
    {
        int at = (buffer * SizeA) + (place * StrideA) + inner;
        if (alongInner)
        {
            tiles[at >> 2] = Round(values);
        }
        else
        {
            Scatter(flat, at, StrideA, Round(values));
        }
    }

    private static void PutB(
        ArrayView<Float4> tiles, ArrayView<float> flat, int buffer, bool alongInner, int inner, int place, Float4 values)
    {
        int at = (buffer * SizeB) + (inner * StrideB) + place;
        if (alongInner)
        {
            Scatter(flat, at, StrideB, Round(values));
        }
        else
        {
            tiles[at >> 2] = Round(values);
        }
    }

    private static void Scatter(ArrayView<float> flat, int at, int stride, Float4 values)
    {
        flat[at] = values.X;
        flat[at + stride] = values.Y;
        flat[at + (2 * stride)] = values.Z;
        flat[at + (3 * stride)] = values.W;
    }

    private static Float4 Round(Float4 values) => new(Round(values.X), Round(values.Y), Round(values.Z), Round(values.W));

    // To the nearest TF32, ties away from zero, as cvt.rna.tf32 does: half of the last place kept is added to the magnitude,
    // and what lies below is cut off. Infinities and NaN stay.
    private static float Round(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint rounded = (bits + 0x1000u) & 0xFFFFE000u;
        return (bits & 0x7F800000u) == 0x7F800000u ? value : Interop.IntAsFloat(rounded);
    }

    // Rows g and g + 8 at steps t (low) and t + 4 (high), bit patterns as the instruction wants them.
    private readonly struct PieceA(uint low, uint lowBelow, uint high, uint highBelow)
    {
        public readonly uint Low = low;
        public readonly uint LowBelow = lowBelow;
        public readonly uint High = high;
        public readonly uint HighBelow = highBelow;
    }

    private readonly struct PieceB(uint low, uint high)
    {
        public readonly uint Low = low;
        public readonly uint High = high;
    }

    // Rows row and row + 8, columns column and column + 1.
    private static void Finish<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column,
        float sum0, float sum1, float sum2, float sum3)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulKernels.FinishWithin(size, activation, addend, c, slice, row, column, sum0);
        MatMulKernels.FinishWithin(size, activation, addend, c, slice, row, column + 1, sum1);
        MatMulKernels.FinishWithin(size, activation, addend, c, slice, row + 8, column, sum2);
        MatMulKernels.FinishWithin(size, activation, addend, c, slice, row + 8, column + 1, sum3);
    }
}
