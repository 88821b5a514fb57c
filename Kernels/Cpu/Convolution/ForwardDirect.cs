using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Forward, read straight from the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The windows at one position of all images of a batch have the same elements inside the image, and lie a whole image apart. So
/// they are the rows of a product whose left operand lies there already: for each weight row a line of weight width × channels
/// numbers, as far as it is inside. Nothing is unfolded, and the zeros around the images, a third of a 5×5 weight's operands on
/// 7×7 pixels, are not multiplied by.
/// </para>
/// <para>
/// Each element is the chain of multiply-adds of the product with unfolded windows, less those with a zero, which change nothing:
/// the same bits. Where windows are longer than a chain (<see cref="LongSums"/>), a weight row is a chain of its own, and these are
/// added in order.
/// </para>
/// </remarks>
internal sealed unsafe class ForwardDirect : IForwardAlgorithm
{
    // Images below which there are too few rows for tiles, and channels below which lines are too short for a tile's overhead.
    private const int MinBatch = 8, MinChannels = 16;

    // Bytes of a weight up to which all of it stays in a second-level cache of 1 MB beside the images. Of 800 KB (14×14×64 to 128
    // under 5×5) one weight row at a time takes 16.7 ms where all in one go take 19.2; of 290 KB all in one go are 5 % faster
    // (best of many timings on one thread of a Cascade Lake Xeon at 2.5 GHz, November 2026).
    private const long MaxWeightBytes = 500 * 1024;

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) =>
        window.Batch >= MinBatch && window.Channels >= MinChannels && outputs > 0 && outputs % PaddedVector.Lanes == 0;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = call.Window;
        long lineLength = window.Across.Extent * window.Channels + window.Across.Output * call.Outputs;
        Job<TFormula> job = new()
        {
            Call = call,
            Panels = new MatMulPanels(call.Outputs),
            Shares = ImageShares.OfLine(team, window.Batch, window.Down.Output, lineLength),
        };
        team.Run(&RunShare, &job, window.Down.Output * job.Shares);
    }

    // A line of windows of some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int index) where TFormula : unmanaged, IUnaryFormula
    {
        ForwardCall<TFormula>* call = &job->Call;
        WindowAxis down = call->Window.Down, across = call->Window.Across;
        (int i, int share) = Math.DivRem(index, job->Shares);
        (int firstImage, int endImage) = Partition.Even(call->Window.Batch, share, job->Shares);
        nint channels = call->Window.Channels, outputs = call->Outputs;
        int top = i * down.Stride - down.Before;
        int firstP = Math.Max(-top, 0), endP = Math.Min(down.Size, down.Extent - top);
        bool isEmpty = endP <= firstP;
        if (isEmpty)
        {
            (firstP, endP) = (0, 1); // one pass without operands: the bias
        }

        TileGrid tiles = new(endImage - firstImage, job->Panels);
        MatMulTile tile = new()
        {
            RowStrideA = down.Extent * across.Extent * channels,
            InnerStrideA = 1,
            InnerStrideB = outputs,
            RowStrideC = down.Output * across.Output * outputs,
        };

        // All weight rows in one go where the weight stays in the cache, else one for all positions, and then the next.
        bool isLong = LongSums.IsLong(call->Window.RowLength);
        int step = !isLong && (long)call->Window.RowLength * outputs * sizeof(float) <= MaxWeightBytes ? endP - firstP : 1;
        for (int p = firstP; p < endP; p += step)
        {
            tile.AddsToC = isLong && p > firstP;
            for (int j = 0, left = -across.Before; j < across.Output; j++, left += across.Stride)
            {
                int firstQ = Math.Max(-left, 0), endQ = Math.Min(across.Size, across.Extent - left);
                bool hasNone = isEmpty || endQ <= firstQ;
                tile.Inner = hasNone ? 0 : (endQ - firstQ) * (int)channels;
                tile.FurtherLines = hasNone ? 0 : step - 1;
                tile.LineJumpA = across.Extent * channels - tile.Inner;
                tile.LineJumpB = (across.Size * channels - tile.Inner) * outputs;
                tile.A = call->Images + (((nint)firstImage * down.Extent + top + p) * across.Extent + left + firstQ) * channels;
                tile.B = call->Weight + ((nint)p * across.Size + firstQ) * channels * outputs;
                tile.C = call->Y + (((nint)firstImage * down.Output + i) * across.Output + j) * outputs;
                RunPosition(call, tiles, tile, isFirst: p == firstP, isLast: p + step == endP);
            }
        }
    }

    // One weight row or all of them at one position, for all outputs: origin is the tile at the first image's first output.
    private static void RunPosition<TFormula>(
        ForwardCall<TFormula>* call, TileGrid tiles, in MatMulTile origin, bool isFirst, bool isLast)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulTile tile = origin;
        while (tiles.MoveNext())
        {
            tile.A = origin.A + tiles.Row * tile.RowStrideA;
            tile.B = origin.B + tiles.Column;
            tile.C = origin.C + tiles.Row * tile.RowStrideC + tiles.Column;
            if (tile.AddsToC)
            {
                tile.ComingC = tile.C;
            }
            else if (isFirst)
            {
                tile.Initial = call->Addend == null ? null : call->Addend + tiles.Column;
                tile.ComingC = tile.C;
            }
            else
            {
                tile.Initial = tile.C;
                tile.InitialStride = tile.RowStrideC;
                tile.ComingInitial = tiles.TryGetNext(out int row, out int column)
                    ? origin.C + row * tile.RowStrideC + column
                    : null;
            }

            tile.Compute(tiles.Rows, tiles.Width);
            if (isLast && typeof(TFormula) != typeof(Identity))
            {
                CpuElementwise.Apply(call->Activation, tile.C, tile.RowStrideC, tiles.Rows, tiles.Width);
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public ForwardCall<TFormula> Call;
        public MatMulPanels Panels;
        public int Shares;
    }
}
