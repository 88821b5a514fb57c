using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Gradient by the weight, read straight from the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The weight at one element of a window, [channels, n], is the product of the pixels under that element, transposed, with the
/// rows of their windows: pixels of one line lie a stride apart, their rows side by side, so the inner extent is one line for
/// each line of windows, and windows whose element lies outside the image are left out. Nothing is unfolded.
/// </para>
/// <para>
/// Each element is the chain of multiply-adds of the product with unfolded windows, less those with a zero: the same bits. The
/// inner extent is cut into blocks of a few images, which stay in the second-level cache while all of the weight goes on from its
/// sums. Where there are more windows than a chain has products (<see cref="LongSums"/>), a block's sums start from zero and are
/// added to a total, and a block is some lines of one image if a whole one has too many windows.
/// </para>
/// </remarks>
internal sealed unsafe class WeightGradientDirect : IWeightGradientAlgorithm
{
    private const int MinChannels = 8;

    // Each share reads all images, so that there are few; ranges of channels are so many that shares are of about the same size.
    private const int SharesPerThread = 2, RangesPerShare = 4;

    // Channels of a range: its tiles should be high.
    private const int MinChannelsOfRange = 27;

    // Numbers of a block's images and rows: 600 KB of a second-level cache of 1 MB.
    private const int BlockLength = 150 * 1024;

    private const int MaxTileLength = 14 * 48;

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) =>
        window.Batch > 0 && window.Channels >= MinChannels && outputs > 0 && outputs % PaddedVector.Lanes == 0;

    /// <inheritdoc/>
    public void Run(ThreadTeam team, in WeightGradientCall call)
    {
        ConvolutionWindow window = call.Window;
        int elements = window.Down.Size * window.Across.Size;
        int imageLength = window.Down.Extent * window.Across.Extent * window.Channels
            + window.Down.Output * window.Across.Output * call.Outputs;
        int rangesOfElement = Partition.SharesOfRow(team, RangesPerShare * SharesPerThread, elements);
        int windowsOfImage = Math.Max(window.Down.Output * window.Across.Output, 1);
        bool isLong = LongSums.IsLong((long)window.Batch * windowsOfImage);
        int imagesOfBlock = BlockLength / Math.Max(imageLength, 1), mostImages = LongSums.BlockOfWindows / windowsOfImage;
        int mostLines = LongSums.BlockOfWindows / Math.Max(window.Across.Output, 1);
        Job job = new()
        {
            Call = call,
            Panels = new MatMulPanels(call.Outputs),
            IsLong = isLong,
            ImagesOfBlock = Math.Clamp(isLong ? Math.Min(imagesOfBlock, mostImages) : imagesOfBlock, 1, window.Batch),
            LinesOfBlock = Math.Max(isLong && mostImages == 0 ? mostLines : window.Down.Output, 1),
            RangesOfElement = Math.Clamp(rangesOfElement, 1, Math.Max(window.Channels / MinChannelsOfRange, 1)),
        };
        job.Ranges = elements * job.RangesOfElement;
        job.Shares = team.Threads == 1 ? 1 : Math.Min(SharesPerThread * team.Threads, job.Ranges);
        team.Run(&RunShare, &job, job.Shares);
    }

    // Some ranges of channels of some elements of a window, for all images, block after block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare(Job* job, int share)
    {
        ConvolutionWindow window = job->Call.Window;
        (int firstRange, int endRange) = Partition.Even(job->Ranges, share, job->Shares);
        int start = FirstNumber(job, firstRange), length = FirstNumber(job, endRange) - start;
        Totals totals = default;
        if (job->IsLong)
        {
            totals.First = (double*)ThreadScratch.Floats(2 * length + MaxTileLength);
            totals.TileSums = (float*)(totals.First + length);
            totals.Start = start;
        }

        for (int firstImage = 0; firstImage < window.Batch; firstImage += job->ImagesOfBlock)
        {
            int images = Math.Min(job->ImagesOfBlock, window.Batch - firstImage);
            for (int firstLine = 0; firstLine < window.Down.Output; firstLine += job->LinesOfBlock)
            {
                for (int range = firstRange; range < endRange; range++)
                {
                    RunRange(job, range, firstImage, images, firstLine, totals);
                }
            }
        }

        if (job->IsLong)
        {
            MatMulAddend addend = job->Call.Addend == null ? default : new MatMulAddend(job->Call.Addend + start, 0);
            LongSums.Finish(default(Identity), totals.First, 0, addend, job->Call.Weight + start, 0, 1, length);
        }
    }

    // Where the numbers of a range of channels begin in the weight; those of the next range follow.
    private static int FirstNumber(Job* job, int range)
    {
        int channels = job->Call.Window.Channels;
        (int element, int index) = Math.DivRem(range, job->RangesOfElement);
        return (element * channels + Partition.Start(channels, index, job->RangesOfElement)) * job->Call.Outputs;
    }

    private static void RunRange(Job* job, int range, int firstImage, int images, int firstLine, in Totals totals)
    {
        (int element, int index) = Math.DivRem(range, job->RangesOfElement);
        (int firstChannel, int endChannel) = Partition.Even(job->Call.Window.Channels, index, job->RangesOfElement);
        bool isFirst = firstImage == 0 && firstLine == 0;
        WeightGradientCall* call = &job->Call;
        WindowAxis down = call->Window.Down, across = call->Window.Across;
        nint channels = call->Window.Channels, outputs = call->Outputs;
        (int p, int q) = Math.DivRem(element, across.Size);
        (int firstI, int endI) = down.WindowsOver(p);
        (int firstJ, int endJ) = across.WindowsOver(q);
        firstI = Math.Max(firstI, firstLine);
        endI = Math.Min(endI, firstLine + job->LinesOfBlock);
        int lines = endI - firstI, windows = endJ - firstJ;
        bool isEmpty = lines <= 0 || windows <= 0;
        nint lineA = across.Extent * channels, lineB = across.Output * outputs;
        MatMulTile tile = new()
        {
            RowStrideA = 1,
            InnerStrideA = across.Stride * channels,
            InnerStrideB = outputs,
            InitialStride = outputs,
            RowStrideC = outputs,
            Inner = isEmpty ? 0 : windows,
            FurtherLines = isEmpty ? 0 : lines * images - 1,
            LinesPerImage = lines,
            LineJumpA = down.Stride * lineA - windows * across.Stride * channels,
            LineJumpB = lineB - windows * outputs,
            ImageJumpA = (down.Extent - lines * down.Stride) * lineA,
            ImageJumpB = (down.Output - lines) * lineB,
        };
        float* a = call->Images + ((nint)firstImage * down.Extent + firstI * down.Stride + p - down.Before) * lineA
            + (firstJ * across.Stride + q - across.Before) * channels + firstChannel;
        float* b = call->Rows + ((nint)firstImage * down.Output + firstI) * lineB + firstJ * outputs;
        nint origin = (element * channels + firstChannel) * outputs;
        for (int panel = 0; panel < job->Panels.Count; panel++)
        {
            // Panel by panel: all channels use a panel of the rows before the next panel is read.
            TileGrid tiles = new(endChannel - firstChannel, job->Panels, panel, panel + 1);
            while (tiles.MoveNext())
            {
                nint place = origin + tiles.Row * outputs + tiles.Column;
                tile.A = a + tiles.Row;
                tile.B = b + tiles.Column;
                if (job->IsLong)
                {
                    tile.C = totals.TileSums;
                    tile.RowStrideC = tiles.Width;
                    tile.Compute(tiles.Rows, tiles.Width);
                    LongSums.Add(tile.C, tiles.Rows, tiles.Width, totals.First + (place - totals.Start), outputs, isFirst);
                    continue;
                }

                tile.C = call->Weight + place;
                if (!isFirst)
                {
                    tile.Initial = tile.C;
                    tile.ComingInitial = tiles.TryGetNext(out int row, out _) ? tile.C + (row - tiles.Row) * outputs : null;
                }
                else
                {
                    tile.Initial = call->Addend == null ? null : call->Addend + place;
                    tile.ComingC = tile.C;
                }

                tile.Compute(tiles.Rows, tiles.Width);
            }
        }
    }

    // The totals of a share's part of the weight, from its first number on, and where a tile puts its sums before.
    private struct Totals
    {
        public double* First;
        public float* TileSums;
        public nint Start;
    }

    private struct Job
    {
        public WeightGradientCall Call;
        public MatMulPanels Panels;
        public bool IsLong;
        public int ImagesOfBlock;
        public int LinesOfBlock;
        public int RangesOfElement;
        public int Ranges;
        public int Shares;
    }
}
