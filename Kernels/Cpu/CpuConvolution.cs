using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Kernels.Cpu;

/// <summary>Windows of images to rows of a matrix, and back.</summary>
/// <remarks>
/// A kernel row of a window is one run of memory on both sides: kernel width × channels numbers, shorter where the window
/// reaches over the image's edge. Threads share rows of windows (Unfold) or rows of pixels (Fold), which nobody else writes;
/// the sums of a pixel row are gathered in a fixed order while it is in the first-level cache.
/// </remarks>
internal static unsafe class CpuConvolution
{
    private const int Lanes = PaddedVector.Lanes;

    /// <summary>columns[r, :] = window r of the images.</summary>
    public static void Unfold(ThreadTeam team, ConvolutionWindow window, float* images, float* columns)
    {
        int rows = window.Batch * window.Down.Output;
        if (rows == 0 || window.ColumnCount == 0)
        {
            return;
        }

        Job<Identity> job = new() { Window = window, Images = images, Columns = columns, Rows = rows };
        job.PerItem = RowsPerItem(team, rows, window.ColumnCount);
        team.Run(&UnfoldRows, &job, Chunks.Count(rows, job.PerItem));
    }

    /// <summary>images = f(Σ columns + addend).</summary>
    public static void Fold<TFormula>(
        ThreadTeam team, ConvolutionWindow window, float* columns, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        int rows = window.Batch * window.Down.Extent;
        if (rows == 0 || window.ImageCount == 0)
        {
            return;
        }

        Job<TFormula> job = new() { Window = window, Images = images, Columns = columns, Rows = rows, Addend = addend, Activation = activation };
        job.PerItem = RowsPerItem(team, rows, Math.Max(window.ColumnCount, window.ImageCount));
        team.Run(&FoldRows, &job, Chunks.Count(rows, job.PerItem));
    }

    private static int RowsPerItem(ThreadTeam team, int rows, int count) => team.Threads == 1 || count <= Chunks.SerialLimit
        ? rows
        : (int)Math.Clamp((long)rows * Chunks.SerialLimit / count, 1, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnfoldRows(Job<Identity>* job, int item)
    {
        int first = item * job->PerItem, end = first + Math.Min(job->PerItem, job->Rows - first);
        UnfoldRows(job->Window, job->Images, first, end, job->Columns + (nint)first * job->Window.Across.Output * job->Window.RowLength);
    }

    /// <summary>The windows of some rows of windows, counted through all images, one after the other from <paramref name="columns"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UnfoldRows(in ConvolutionWindow window, float* images, int first, int end, float* columns)
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int run = across.Kernel * channels;
        for (int row = first; row < end; row++)
        {
            int image = row / outputsDown, top = (row - image * outputsDown) * down.Stride - down.Before;
            float* pixels = images + (nint)image * down.Extent * across.Extent * channels;
            for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride)
            {
                // Numbers of a run before, inside and after the image.
                int before = Math.Clamp(-left, 0, across.Kernel) * channels;
                int inside = Math.Max(Math.Min(across.Kernel, across.Extent - left) * channels - before, 0);
                float* source = pixels + ((nint)top * across.Extent + left) * channels;
                for (int p = 0; p < down.Kernel; p++)
                {
                    if ((uint)(top + p) >= (uint)down.Extent || inside == 0)
                    {
                        Clear(columns, run);
                    }
                    else if (inside == run)
                    {
                        Copy(source, columns, run);
                    }
                    else
                    {
                        Clear(columns, before);
                        Copy(source + before, columns + before, inside);
                        Clear(columns + before + inside, run - before - inside);
                    }

                    source += (nint)across.Extent * channels;
                    columns += run;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldRows<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        int first = item * job->PerItem, end = first + Math.Min(job->PerItem, job->Rows - first);
        FoldRows(job->Window, job->Columns, job->Addend, job->Activation, first, end, job->Images);
    }

    /// <summary>Some rows of pixels, counted through all images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FoldRows<TFormula>(
        in ConvolutionWindow window, float* columns, float* addend, TFormula activation, int first, int end, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int run = across.Kernel * channels, length = across.Extent * channels;
        nint rowLength = window.RowLength;
        for (int row = first; row < end; row++)
        {
            int image = row / down.Extent, y = row - image * down.Extent + down.Before;
            float* pixels = images + (nint)row * length;
            Start(pixels, length, addend, channels);

            // This row of pixels is kernel row p of the windows at position i where i·stride + p = y.
            for (int i = y / down.Stride, p = y - i * down.Stride; p < down.Kernel && i >= 0; i--, p += down.Stride)
            {
                if (i >= outputsDown)
                {
                    continue;
                }

                float* source = columns + ((nint)image * outputsDown + i) * outputsAcross * rowLength + p * run;
                for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride, source += rowLength)
                {
                    int before = Math.Clamp(-left, 0, across.Kernel) * channels;
                    int inside = Math.Min(across.Kernel, across.Extent - left) * channels - before;
                    if (inside > 0)
                    {
                        Add(source + before, pixels + left * channels + before, inside);
                    }
                }
            }

            if (typeof(TFormula) != typeof(Identity))
            {
                Activate(activation, pixels, length);
            }
        }
    }

    private static void Start(float* pixels, int length, float* addend, int channels)
    {
        if (addend is null)
        {
            new Span<float>(pixels, length).Clear();
            return;
        }

        for (int i = 0; i < length; i += channels)
        {
            Copy(addend, pixels + i, channels);
        }
    }

    private static void Activate<TFormula>(TFormula formula, float* y, int count) where TFormula : unmanaged, IUnaryFormula
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(y + i)).Store(y + i);
        }

        if (i < count)
        {
            PaddedVector.Store(formula.Invoke(PaddedVector.Load(y + i, count - i, 1f)), y + i, count - i);
        }
    }

    // Runs are short, so that calling memcpy would cost more than the copy: whole vectors, the last one overlapping the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        if (count >= Lanes)
        {
            int last = count - Lanes;
            for (int i = 0; i < last; i += Lanes)
            {
                Vector512.Load(source + i).Store(target + i);
            }

            Vector512.Load(source + last).Store(target + last);
        }
        else if (count >= 4)
        {
            for (int i = 0; i < count - 4; i += 4)
            {
                Vector128.Load(source + i).Store(target + i);
            }

            Vector128.Load(source + count - 4).Store(target + count - 4);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                target[i] = source[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float>.Zero.Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = 0f;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector512.Load(target + i) + Vector512.Load(source + i)).Store(target + i);
        }

        for (; i <= count - 4; i += 4)
        {
            (Vector128.Load(target + i) + Vector128.Load(source + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public TFormula Activation;
        public float* Images;
        public float* Columns;
        public float* Addend;
        public int Rows;
        public int PerItem;
    }
}
