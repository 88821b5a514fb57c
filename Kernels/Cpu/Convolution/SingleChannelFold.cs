using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// image = f(Σ columns + addend) for images of one channel, sixteen pixels at a time: the fold of
/// <see cref="InputGradientNarrow"/>.
/// </summary>
/// <remarks>
/// <para>
/// In a matrix of columns the numbers that neighbouring pixels get lie a row apart, and adding them one by one takes longer than
/// the product they come from. Transposed, [element, window], sixteen neighbouring windows are one vector; under a stride of s
/// every s-th pixel is its neighbour, so each line of pixels is made in s passes.
/// </para>
/// <para>
/// The sums of a pixel are formed in the order of <see cref="Folding"/>: the same bits.
/// </para>
/// </remarks>
internal static unsafe class SingleChannelFold
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>Whether it is worthwhile: one channel, and at least a vector of windows.</summary>
    public static bool Accepts(in ConvolutionWindow window) => window.Channels == 1 && window.Down.Output * window.Across.Output >= Lanes;

    /// <summary>Windows of an image in whole vectors: as many rows of columns are read, the surplus unused.</summary>
    public static int PaddedWindows(in ConvolutionWindow window) => Partition.RoundUp(window.Down.Output * window.Across.Output, Lanes);

    /// <summary>Numbers of working memory.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="columnStride">Numbers from one row of columns to the next, a whole number of vectors.</param>
    public static int ScratchLength(in ConvolutionWindow window, int columnStride) =>
        3 * Lanes + columnStride * PaddedWindows(window) + window.Across.Extent;

    /// <summary>
    /// What each weight column adds to: as many entries as the weight has columns, pass after pass, in each from left to right.
    /// </summary>
    public static void Describe(in WindowAxis across, Tap* taps)
    {
        for (int pass = 0; pass < across.Stride; pass++)
        {
            for (int q = 0; q < across.Size; q++)
            {
                int offset = q - across.Before - pass;
                if (offset % across.Stride == 0)
                {
                    (int first, int end) = across.WindowsOver(q);
                    *taps++ = new Tap { Column = q, Pass = pass, FirstWindow = first, EndWindow = end, Shift = offset / across.Stride };
                }
            }
        }
    }

    /// <summary>One image from the columns of its windows, [<see cref="PaddedWindows"/>, columnStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TFormula>(
        in ConvolutionWindow window, Tap* taps, float* columns, int columnStride, float* addend, TFormula activation, float* scratch,
        float* image)
        where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = window.Down, across = window.Across;
        int windows = PaddedWindows(window), extent = across.Extent, stride = across.Stride;
        int outputsDown = down.Output, outputsAcross = across.Output;

        // Vectors reach up to fifteen windows over both ends of a line of windows; what they find there is masked out.
        float* lines = scratch + Lanes;
        float* pass = lines + (nint)columnStride * windows + Lanes;
        MatMulPacking.Transpose(columns, columnStride, windows, columnStride, lines, windows);
        Vector512<float> start = Vector512.Create(addend == null ? 0f : *addend);
        Tap* endOfTaps = taps + across.Size;
        for (int line = 0; line < down.Extent; line++)
        {
            float* pixels = image + (nint)line * extent;
            int lastI = (line + down.Before) / down.Stride, firstP = line + down.Before - lastI * down.Stride;
            Tap* first = taps;
            for (int r = 0; r < stride; r++)
            {
                Tap* end = first;
                while (end != endOfTaps && end->Pass == r)
                {
                    end++;
                }

                int count = Partition.DivideUp(extent - r, stride);
                for (int m = 0; m < count; m += Lanes)
                {
                    Vector512<float> sum = start;
                    for (int i = lastI, p = firstP; p < down.Size && i >= 0; i--, p += down.Stride)
                    {
                        if (i < outputsDown)
                        {
                            sum = Add(first, end, lines + (nint)p * across.Size * windows + i * outputsAcross, windows, m, sum);
                        }
                    }

                    sum.Store(pass + m);
                }

                first = end;
                for (int m = 0; m < count; m++)
                {
                    pixels[r + stride * m] = pass[m];
                }
            }

            if (typeof(TFormula) != typeof(Identity))
            {
                CpuElementwise.Apply(activation, pixels, extent);
            }
        }
    }

    // What one line of windows adds to pixels m to m + 15 of a pass.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Tap* tap, Tap* end, float* lines, int windows, int m, Vector512<float> sum)
    {
        for (; tap != end; tap++)
        {
            int j = m - tap->Shift;
            if (j + Lanes > tap->FirstWindow && j < tap->EndWindow)
            {
                Vector512<int> window = Vector512<int>.Indices + Vector512.Create(j);
                Vector512<int> isInside = Vector512.GreaterThanOrEqual(window, Vector512.Create(tap->FirstWindow))
                    & Vector512.LessThan(window, Vector512.Create(tap->EndWindow));
                sum += Vector512.Load(lines + (nint)tap->Column * windows + j) & isInside.AsSingle();
            }
        }

        return sum;
    }

    /// <summary>
    /// The pixels that one column of the weight adds to: window j, from FirstWindow to EndWindow, to pixel (j + Shift)·stride +
    /// Pass.
    /// </summary>
    public struct Tap
    {
        public int Column;
        public int Pass;
        public int FirstWindow;
        public int EndWindow;
        public int Shift;
    }
}
