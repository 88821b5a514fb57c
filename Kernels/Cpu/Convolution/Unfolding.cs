using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// Windows of images to the rows of a matrix of columns: the <c>Unfold</c> primitive, and a step of convolutions by columns.
/// </summary>
/// <remarks>
/// A weight row of a window lies in one place on both sides: weight width × channels numbers, fewer where the window reaches over
/// the image's edge. Threads share lines of windows, counted through all images.
/// </remarks>
internal static unsafe class Unfolding
{
    /// <summary>columns[r, :] = window r of the images.</summary>
    public static void Run(ThreadTeam team, in ConvolutionWindow window, float* images, float* columns)
    {
        if (window.ColumnCount > 0)
        {
            Run(team, window, images, 0, window.Batch * window.Down.Output, columns);
        }
    }

    /// <summary>The windows of <paramref name="lines"/> lines of windows from <paramref name="first"/> on.</summary>
    public static void Run(ThreadTeam team, in ConvolutionWindow window, float* images, int first, int lines, float* columns)
    {
        Job job = new() { Window = window, Images = images, Columns = columns, First = first, Lines = lines };
        job.LinesOfShare = Partition.ShareRows(team, lines, lines * window.Across.Output * window.RowLength);
        team.Run(&RunShare, &job, Partition.DivideUp(lines, job.LinesOfShare));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare(Job* job, int share)
    {
        (int first, int end) = Partition.OfLength(job->Lines, share, job->LinesOfShare);
        UnfoldLines(
            job->Window, job->Images, job->First + first, job->First + end,
            job->Columns + (nint)first * job->Window.Across.Output * job->Window.RowLength);
    }

    // The windows of some lines one after the other from columns on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnfoldLines(in ConvolutionWindow window, float* images, int first, int end, float* columns)
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int length = across.Size * channels;
        for (int line = first; line < end; line++)
        {
            int image = line / outputsDown, top = (line - image * outputsDown) * down.Stride - down.Before;
            float* pixels = images + (nint)image * down.Extent * across.Extent * channels;
            for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride)
            {
                // Numbers of a weight row before and inside the image; the rest are after it.
                int before = Math.Clamp(-left, 0, across.Size) * channels;
                int inside = Math.Max(Math.Min(across.Size, across.Extent - left) * channels - before, 0);
                float* source = pixels + ((nint)top * across.Extent + left) * channels;
                for (int p = 0; p < down.Size; p++)
                {
                    if ((uint)(top + p) >= (uint)down.Extent || inside == 0)
                    {
                        LineOperations.Clear(columns, length);
                    }
                    else if (inside == length)
                    {
                        LineOperations.Copy(source, columns, length);
                    }
                    else
                    {
                        LineOperations.Clear(columns, before);
                        LineOperations.Copy(source + before, columns + before, inside);
                        LineOperations.Clear(columns + before + inside, length - before - inside);
                    }

                    source += (nint)across.Extent * channels;
                    columns += length;
                }
            }
        }
    }

    private struct Job
    {
        public ConvolutionWindow Window;
        public float* Images;
        public float* Columns;
        public int First;
        public int Lines;
        public int LinesOfShare;
    }
}
