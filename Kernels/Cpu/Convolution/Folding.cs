using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// images = f(Σ columns + addend), the adjoint of <see cref="Unfolding"/>: the <c>Fold</c> primitive, and a step of gradients by
/// the input.
/// </summary>
/// <remarks>
/// Threads share lines of pixels, which nobody else writes. The sums of a line are formed in a fixed order while it is in the
/// first-level cache: the order of windows from the lowest line of windows that covers it upwards, in each from left to right.
/// </remarks>
internal static unsafe class Folding
{
    // Channels below which a weight row of a window is too short to be added at once: those of neighbouring windows overlap, and
    // a vector that loads what two others have just stored waits for both (30 ns for five numbers).
    private const int MinChannelsOfWindow = 8;

    /// <summary>images = f(Σ columns + addend).</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="columns">[windows, <paramref name="columnStride"/>], of which the first numbers of each row are used.</param>
    /// <param name="columnStride">Numbers from one row of columns to the next.</param>
    /// <param name="addend">What each pixel starts from, [channels], or null.</param>
    /// <param name="activation">Applied to each finished sum.</param>
    /// <param name="images">The result.</param>
    public static void Run<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, float* columns, int columnStride, float* addend, TFormula activation,
        float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        int lines = window.Batch * window.Down.Extent;
        if (lines == 0 || window.ImageCount == 0)
        {
            return;
        }

        Job<TFormula> job = new()
        {
            Window = window,
            Images = images,
            Columns = columns,
            ColumnStride = columnStride,
            Lines = lines,
            Addend = addend,
            Activation = activation,
            LinesOfShare = Partition.ShareRows(team, lines, Math.Max(window.ColumnCount, window.ImageCount)),
        };
        team.Run(&RunShare, &job, Partition.DivideUp(lines, job.LinesOfShare));
    }

    /// <summary>Some lines of pixels, counted through all images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FoldLines<TFormula>(
        in ConvolutionWindow window, float* columns, nint columnStride, float* addend, TFormula activation, int first, int end,
        float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int weightRow = across.Size * channels, length = across.Extent * channels;
        for (int line = first; line < end; line++)
        {
            int image = line / down.Extent, y = line - image * down.Extent + down.Before;
            float* pixels = images + (nint)line * length;
            LineOperations.Start(pixels, length, addend, channels);

            // This line of pixels is weight row p of the windows at position i where i·stride + p = y.
            for (int i = y / down.Stride, p = y - i * down.Stride; p < down.Size && i >= 0; i--, p += down.Stride)
            {
                if (i >= outputsDown)
                {
                    continue;
                }

                float* source = columns + ((nint)image * outputsDown + i) * outputsAcross * columnStride + p * weightRow;
                if (channels < MinChannelsOfWindow)
                {
                    AddColumnByColumn(across, channels, source, columnStride, pixels);
                    continue;
                }

                for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride, source += columnStride)
                {
                    int before = Math.Clamp(-left, 0, across.Size) * channels;
                    int inside = Math.Min(across.Size, across.Extent - left) * channels - before;
                    if (inside > 0)
                    {
                        LineOperations.Add(source + before, pixels + left * channels + before, inside);
                    }
                }
            }

            if (typeof(TFormula) != typeof(Identity))
            {
                CpuElementwise.Apply(activation, pixels, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        (int first, int end) = Partition.OfLength(job->Lines, share, job->LinesOfShare);
        FoldLines(job->Window, job->Columns, job->ColumnStride, job->Addend, job->Activation, first, end, job->Images);
    }

    // One weight column of all windows after the other: their pixels do not overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumnByColumn(in WindowAxis across, int channels, float* source, nint columnStride, float* pixels)
    {
        int stride = across.Stride, step = stride * channels;
        for (int q = 0; q < across.Size; q++)
        {
            (int first, int end) = across.WindowsOver(q);
            float* from = source + first * columnStride + q * channels;
            float* to = pixels + (nint)(first * stride + q - across.Before) * channels;
            if (channels == 1)
            {
                for (int j = first; j < end; j++)
                {
                    *to += *from;
                    from += columnStride;
                    to += stride;
                }

                continue;
            }

            for (int j = first; j < end; j++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    to[channel] += from[channel];
                }

                from += columnStride;
                to += step;
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public TFormula Activation;
        public float* Images;
        public float* Columns;
        public int ColumnStride;
        public float* Addend;
        public int Lines;
        public int LinesOfShare;
    }
}
