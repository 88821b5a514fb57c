using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// One tile of <see cref="WeightGradientPadded"/> on processors with 512-bit vectors: the gradients of two to five neighbouring
/// elements of a weight row, by 64 outputs.
/// </summary>
/// <remarks>
/// Each element is the chain of <see cref="MatMulTile"/>. A tile of that would have five elements by 32 or 48 outputs: an element
/// of the image is broadcast for two or three multiply-adds there, for four here. Twenty vectors of sums, four of the rows and
/// one broadcast element are 25 of 32 registers.
/// </remarks>
internal unsafe struct PaddedGradientTile
{
    /// <summary>Most elements of a tile, and fewest: fewer leave too few sums to hide a multiply-add's four cycles.</summary>
    public const int MaxElements = 5, MinElements = 2;

    /// <summary>Outputs of a tile.</summary>
    public const int Outputs = 4 * Lanes;

    private const int Lanes = PaddedVector.Lanes;

    /// <summary>The first window's first element.</summary>
    public float* A;

    /// <summary>Numbers from a window to the next, and from the end of a line of windows to the start of the next.</summary>
    public nint StepA, LineJumpA;

    /// <summary>The rows from the first output on, one after the other through all lines.</summary>
    public float* B;

    /// <summary>The sums from the first element's first output on.</summary>
    public float* C;

    /// <summary>Whether the sums go on from what is at <see cref="C"/> rather than from zero.</summary>
    public bool GoesOn;

    /// <summary>Numbers from a row, or an element's sums, to the next.</summary>
    public nint Stride;

    /// <summary>Windows of a line.</summary>
    public int Windows;

    /// <summary>Lines of windows.</summary>
    public int Lines;

    /// <summary>Computes a tile of so many elements.</summary>
    public static void Compute(PaddedGradientTile* tile, int elements)
    {
        switch (elements)
        {
            case 2: Compute<Rows2>(tile); break;
            case 3: Compute<Rows3>(tile); break;
            case 4: Compute<Rows4>(tile); break;
            default: Compute<Rows5>(tile); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TElements>(PaddedGradientTile* tile) where TElements : ITileExtent
    {
        Sums sums0 = default, sums1 = default, sums2 = default, sums3 = default, sums4 = default;
        float* c = tile->C;
        nint stride = tile->Stride;
        if (tile->GoesOn)
        {
            Load(c, ref sums0);
            Load(c + stride, ref sums1);

            if (TElements.Count > 2)
            {
                Load(c + 2 * stride, ref sums2);
            }

            if (TElements.Count > 3)
            {
                Load(c + 3 * stride, ref sums3);
            }

            if (TElements.Count > 4)
            {
                Load(c + 4 * stride, ref sums4);
            }
        }

        float* a = tile->A;
        float* b = tile->B;
        nint step = tile->StepA;
        for (int line = tile->Lines; line > 0; line--, a += tile->LineJumpA)
        {
            for (float* end = b + tile->Windows * stride; b != end; b += stride, a += step)
            {
                Sums row = default;
                Load(b, ref row);
                MultiplyAdd(a[0], row, ref sums0);
                MultiplyAdd(a[1], row, ref sums1);

                if (TElements.Count > 2)
                {
                    MultiplyAdd(a[2], row, ref sums2);
                }

                if (TElements.Count > 3)
                {
                    MultiplyAdd(a[3], row, ref sums3);
                }

                if (TElements.Count > 4)
                {
                    MultiplyAdd(a[4], row, ref sums4);
                }
            }
        }

        Store(c, sums0);
        Store(c + stride, sums1);

        if (TElements.Count > 2)
        {
            Store(c + 2 * stride, sums2);
        }

        if (TElements.Count > 3)
        {
            Store(c + 3 * stride, sums3);
        }

        if (TElements.Count > 4)
        {
            Store(c + 4 * stride, sums4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* source, ref Sums sums)
    {
        sums.First = Vector512.Load(source);
        sums.Second = Vector512.Load(source + Lanes);
        sums.Third = Vector512.Load(source + 2 * Lanes);
        sums.Fourth = Vector512.Load(source + 3 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float a, Sums row, ref Sums sums)
    {
        Vector512<float> element = Lanes512.Broadcast(a);
        sums.First = Lanes512.MultiplyAdd(element, row.First, sums.First);
        sums.Second = Lanes512.MultiplyAdd(element, row.Second, sums.Second);
        sums.Third = Lanes512.MultiplyAdd(element, row.Third, sums.Third);
        sums.Fourth = Lanes512.MultiplyAdd(element, row.Fourth, sums.Fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, Sums sums)
    {
        sums.First.Store(target);
        sums.Second.Store(target + Lanes);
        sums.Third.Store(target + 2 * Lanes);
        sums.Fourth.Store(target + 3 * Lanes);
    }

    private struct Sums
    {
        public Vector512<float> First;
        public Vector512<float> Second;
        public Vector512<float> Third;
        public Vector512<float> Fourth;
    }
}
