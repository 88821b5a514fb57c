using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>weight = windowsᵀ·rows + addend read straight from the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The part of the weight at one element of a window, [channels, n], is the product of the pixels under that element, transposed, with
/// the rows of their windows: pixels of one line lie a stride apart, their rows side by side, so the inner extent is one run for each
/// row of windows, and windows whose element lies outside the image are left out. Nothing is unfolded.
/// </para>
/// <para>
/// Each element is the chain of multiply-adds of the product with unfolded windows, less those with a zero: the same bits. A few
/// images at a time stay in the second-level cache while every part of the weight goes on from its sums.
/// </para>
/// </remarks>
internal static unsafe class DirectWeightGradient
{
    private const int Lanes = PaddedVector.Lanes;
    private const int MinChannels = 8;

    // Each item reads all images, so that there are few; parts of the weight are so many that items are of about the same size.
    private const int ItemsPerThread = 2, PartsPerItem = 4;

    // Channels of a strip: a strip's tiles should be high.
    private const int MinStrip = 27;

    // Numbers of a block's images and rows: 600 KB of a second-level cache of 1 MB.
    private const int BlockLength = 150 * 1024;

    /// <summary>Whether a weight's gradient is computed here.</summary>
    public static bool Fits(in ConvolutionWindow window, int outputs) =>
        window.Batch > 0 && window.Channels >= MinChannels && outputs > 0 && outputs % Lanes == 0 && !window.IsReshape;

    /// <summary>weight = windowsᵀ·rows + addend.</summary>
    public static void Run(ThreadTeam team, in ConvolutionWindow window, int outputs, float* images, float* rows, float* addend, float* weight)
    {
        int elements = window.Down.Size * window.Across.Size;
        int perImage = (window.Down.Extent * window.Across.Extent * window.Channels) + window.Down.Output * window.Across.Output * outputs;
        Job job = new()
        {
            Window = window,
            Panels = new MatMulPanels(outputs),
            Outputs = outputs,
            Images = images,
            Rows = rows,
            Addend = addend,
            Weight = weight,
            ImagesPerBlock = Math.Clamp(BlockLength / Math.Max(perImage, 1), 1, window.Batch),
            Items = team.Threads == 1 ? 1 : ItemsPerThread * team.Threads,
            Strips = team.Threads == 1 ? 1 : Math.Clamp((PartsPerItem * ItemsPerThread * team.Threads + elements - 1) / elements, 1, Math.Max(window.Channels / MinStrip, 1)),
        };
        job.Parts = elements * job.Strips;
        job.Items = Math.Min(job.Items, job.Parts);
        team.Run(&RunItem, &job, job.Items);
    }

    // Some strips of channels of some elements of a window, for all images, block after block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunItem(Job* job, int item)
    {
        int firstPart = MatMulPlan.Share(job->Parts, item, job->Items), endPart = MatMulPlan.Share(job->Parts, item + 1, job->Items);
        for (int first = 0; first < job->Window.Batch; first += job->ImagesPerBlock)
        {
            int count = Math.Min(job->ImagesPerBlock, job->Window.Batch - first);
            for (int part = firstPart; part < endPart; part++)
            {
                (int element, int strip) = Math.DivRem(part, job->Strips);
                int channel = MatMulPlan.Share(job->Window.Channels, strip, job->Strips);
                RunPart(job, element, channel, MatMulPlan.Share(job->Window.Channels, strip + 1, job->Strips), first, count);
            }
        }
    }

    private static void RunPart(Job* job, int element, int firstChannel, int endChannel, int firstImage, int images)
    {
        WindowAxis down = job->Window.Down, across = job->Window.Across;
        nint channels = job->Window.Channels, outputs = job->Outputs;
        (int p, int q) = Math.DivRem(element, across.Size);
        (int firstI, int endI) = down.WindowsOver(p);
        (int firstJ, int endJ) = across.WindowsOver(q);
        int lines = endI - firstI, run = endJ - firstJ;
        bool isEmpty = lines <= 0 || run <= 0;
        nint lineA = across.Extent * channels, lineB = across.Output * outputs;
        MatMulTile tile = new()
        {
            RowStrideA = 1,
            InnerStrideA = across.Stride * channels,
            InnerStrideB = outputs,
            RowStrideC = outputs,
            Inner = isEmpty ? 0 : run,
            FurtherRuns = isEmpty ? 0 : lines * images - 1,
            RunsTogether = lines,
            JumpA = down.Stride * lineA - run * across.Stride * channels,
            JumpB = lineB - run * outputs,
            FarJumpA = (down.Extent - lines * down.Stride) * lineA,
            FarJumpB = (down.Output - lines) * lineB,
        };
        float* a = job->Images + ((nint)firstImage * down.Extent + firstI * down.Stride + p - down.Before) * lineA
            + (firstJ * across.Stride + q - across.Before) * channels;
        float* b = job->Rows + ((nint)firstImage * down.Output + firstI) * lineB + firstJ * outputs;
        for (int panel = 0; panel < job->Panels.Count; panel++)
        {
            int width = job->Panels.Width(panel), column = job->Panels.FirstColumn(panel), maxRows = MatMulTile.MaxRows(width);
            int count = endChannel - firstChannel, tiles = (count + maxRows - 1) / maxRows;
            for (int index = 0; index < tiles; index++)
            {
                int channel = firstChannel + MatMulPlan.Share(count, index, tiles);
                int rows = firstChannel + MatMulPlan.Share(count, index + 1, tiles) - channel;
                nint place = ((nint)element * channels + channel) * outputs + column;
                tile.A = a + channel;
                tile.B = b + column;
                tile.C = job->Weight + place;
                tile.Initial = firstImage > 0 ? tile.C : job->Addend == null ? null : job->Addend + place;
                tile.InitialStride = outputs;
                tile.ComingC = firstImage > 0 ? null : tile.C;
                tile.ComingInitial = firstImage > 0 && index < tiles - 1 ? tile.C + rows * outputs : null;
                tile.Compute(rows, width);
            }
        }
    }

    private struct Job
    {
        public ConvolutionWindow Window;
        public MatMulPanels Panels;
        public int Outputs;
        public float* Images;
        public float* Rows;
        public float* Addend;
        public float* Weight;
        public int ImagesPerBlock;
        public int Strips;
        public int Parts;
        public int Items;
    }
}
