using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// One tile of <see cref="ForwardPadded"/> on processors with 512-bit vectors: 14 neighbouring windows by 32 outputs, held in
/// registers.
/// </summary>
/// <remarks>
/// <para>
/// Each element is the chain of <see cref="MatMulTile"/>. But windows of few channels are short, 9 or 25 numbers in weight rows
/// of 3 or 5: MatMulTile, with a loop for each weight row and a choice among shapes, takes longer for its loops than for its
/// arithmetic (of 28×28×1 under 3×3 half of the time, without the memory's). This one has one loop and one shape.
/// </para>
/// <para>28 vectors of sums, two of the weight and one broadcast element fill 31 of 32 registers; each sum is a local of its own because
/// only locals are kept there.</para>
/// </remarks>
internal unsafe struct PaddedTile
{
    /// <summary>Windows of a tile.</summary>
    public const int Windows = 14;

    /// <summary>Outputs of a tile.</summary>
    public const int Outputs = 2 * Lanes;

    private const int Lanes = PaddedVector.Lanes;

    /// <summary>The first element of the first window.</summary>
    public float* A;

    /// <summary>Bytes from a window to the next.</summary>
    public nint WindowBytes;

    /// <summary>Bytes from each of a window's elements to the next.</summary>
    public nint* Steps;

    /// <summary>Elements of a window.</summary>
    public int Length;

    /// <summary>The weight from the first output on.</summary>
    public float* B;

    /// <summary>What the sums start from, or null.</summary>
    public float* Initial;

    /// <summary>The result, from the first window's first output on.</summary>
    public float* C;

    /// <summary>Numbers from a weight row, or a window's outputs, to the next.</summary>
    public nint Stride;

    /// <summary>Computes the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(PaddedTile* tile)
    {
        Vector512<float> first = default, second = default;
        if (tile->Initial != null)
        {
            first = Vector512.Load(tile->Initial);
            second = Vector512.Load(tile->Initial + Lanes);
        }

        Vector512<float> first0 = first, first1 = first, first2 = first, first3 = first, first4 = first, first5 = first, first6 = first, first7 = first, first8 = first, first9 = first, first10 = first, first11 = first, first12 = first, first13 = first;
        Vector512<float> second0 = second, second1 = second, second2 = second, second3 = second, second4 = second, second5 = second, second6 = second, second7 = second, second8 = second, second9 = second, second10 = second, second11 = second, second12 = second, second13 = second;

        // Window i of each seven is read at a + i·stride: two pointers and six offsets address fourteen windows.
        nint stride = tile->WindowBytes, stride2 = 2 * stride, stride3 = 3 * stride, stride4 = 4 * stride, stride5 = 5 * stride, stride6 = 6 * stride;
        byte* a = (byte*)tile->A;
        byte* a7 = a + 7 * stride;
        float* b = tile->B;
        nint rowLength = tile->Stride;
        nint* steps = tile->Steps;
        for (nint* end = steps + tile->Length; steps != end; steps++)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Lanes);
            b += rowLength;
            MultiplyAdd(a, b0, b1, ref first0, ref second0);
            MultiplyAdd(a + stride, b0, b1, ref first1, ref second1);
            MultiplyAdd(a + stride2, b0, b1, ref first2, ref second2);
            MultiplyAdd(a + stride3, b0, b1, ref first3, ref second3);
            MultiplyAdd(a + stride4, b0, b1, ref first4, ref second4);
            MultiplyAdd(a + stride5, b0, b1, ref first5, ref second5);
            MultiplyAdd(a + stride6, b0, b1, ref first6, ref second6);
            MultiplyAdd(a7, b0, b1, ref first7, ref second7);
            MultiplyAdd(a7 + stride, b0, b1, ref first8, ref second8);
            MultiplyAdd(a7 + stride2, b0, b1, ref first9, ref second9);
            MultiplyAdd(a7 + stride3, b0, b1, ref first10, ref second10);
            MultiplyAdd(a7 + stride4, b0, b1, ref first11, ref second11);
            MultiplyAdd(a7 + stride5, b0, b1, ref first12, ref second12);
            MultiplyAdd(a7 + stride6, b0, b1, ref first13, ref second13);
            a += *steps;
            a7 += *steps;
        }

        float* c = tile->C;
        Store(c, first0, second0);
        Store(c + rowLength, first1, second1);
        Store(c + 2 * rowLength, first2, second2);
        Store(c + 3 * rowLength, first3, second3);
        Store(c + 4 * rowLength, first4, second4);
        Store(c + 5 * rowLength, first5, second5);
        Store(c + 6 * rowLength, first6, second6);
        Store(c + 7 * rowLength, first7, second7);
        Store(c + 8 * rowLength, first8, second8);
        Store(c + 9 * rowLength, first9, second9);
        Store(c + 10 * rowLength, first10, second10);
        Store(c + 11 * rowLength, first11, second11);
        Store(c + 12 * rowLength, first12, second12);
        Store(c + 13 * rowLength, first13, second13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(byte* a, Vector512<float> b0, Vector512<float> b1, ref Vector512<float> first, ref Vector512<float> second)
    {
        Vector512<float> element = Lanes512.Broadcast(*(float*)a);
        first = Lanes512.MultiplyAdd(element, b0, first);
        second = Lanes512.MultiplyAdd(element, b1, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> first, Vector512<float> second)
    {
        first.Store(c);
        second.Store(c + Lanes);
    }
}
