using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Gradient by the weight, read from padded images, for images of few channels.</summary>
/// <remarks>
/// <para>
/// A row of the weight, [weight width × channels, n], is the product of that row of all windows, transposed, with the rows: the
/// numbers of a window's row lie side by side in the padded image (<see cref="PaddedImage"/>), and so do the rows of one line of
/// windows. The inner extent is cut into blocks of a few lines of windows of an image, over which a tile's sums stay in
/// registers.
/// </para>
/// <para>
/// A share is a range of images, which adds up a weight of its own; these are added in their order. The shares depend on the
/// batch alone, and so do the bits. A share of more windows than a chain has products (<see cref="LongSums"/>) adds its sums to
/// totals every now and then and goes on from zero.
/// </para>
/// </remarks>
internal sealed unsafe class WeightGradientPadded : IWeightGradientAlgorithm
{
    private const int Lanes = PaddedVector.Lanes;
    private const int MinWindows = 4; // shorter lines of windows are worth unfolding
    private const int MaxShares = 16;
    private const int MaxWeightLength = 64 * 1024; // numbers: each share has sums of that length

    // Numbers of a block's rows in a panel of 32 columns: 20 KB of a first-level cache of 32 KB, so that only the tile of the
    // first weight row waits for them.
    private const int BlockLength = 5 * 1024, PanelWidth = 2 * Lanes;

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) =>
        window.Batch > 0 && window.Across.Output >= MinWindows && outputs > 0 && outputs % Lanes == 0
        && (long)window.RowLength * outputs <= MaxWeightLength && PaddedImage.Fits(window);

    /// <inheritdoc/>
    public void Run(ThreadTeam team, in WeightGradientCall call)
    {
        ConvolutionWindow window = call.Window;
        int length = window.RowLength * call.Outputs, shares = Math.Min(window.Batch, MaxShares);
        Job job = new()
        {
            Call = call,
            Padded = new PaddedImage(window),
            Panels = new MatMulPanels(call.Outputs),
            Shares = shares,
            Length = length,
            IsLong = LongSums.IsLong((long)Partition.DivideUp(window.Batch, shares) * window.Down.Output * window.Across.Output),
            LengthToAdd = Partition.ShareLength(team, length),
        };
        int sumsLength = shares * length;
        job.Totals = (double*)ThreadScratch.Columns(job.IsLong ? 3 * sumsLength : sumsLength);
        job.Sums = (float*)(job.Totals + (job.IsLong ? sumsLength : 0));
        int lines = Math.Min(job.Padded.LinesOfCopy, Math.Max(BlockLength / (PanelWidth * window.Across.Output), 1));
        job.BlocksOfImage = Partition.DivideUp(window.Down.Output, lines);
        team.Run(&RunShare, &job, shares);
        team.Run(&AddShares, &job, Partition.DivideUp(length, job.LengthToAdd));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare(Job* job, int share)
    {
        (int first, int end) = Partition.Even(job->Call.Window.Batch, share, job->Shares);
        float* sums = job->Sums + (nint)share * job->Length;
        double* totals = job->Totals + (nint)share * job->Length;
        int windows = 0, windowsOfBlock = Partition.DivideUp(job->Call.Window.Down.Output, job->BlocksOfImage) * job->Call.Window.Across.Output;
        bool isFirst = true;
        for (int image = first; image < end; image++)
        {
            for (int block = 0; block < job->BlocksOfImage; block++)
            {
                if (job->IsLong && windows > 0 && windows + windowsOfBlock > LongSums.BlockOfWindows)
                {
                    LongSums.Add(sums, 1, job->Length, totals, 0, isFirst);
                    isFirst = false;
                    windows = 0;
                }

                RunBlock(job, image, block, sums, goesOn: windows > 0);
                windows += windowsOfBlock;
            }
        }

        if (job->IsLong)
        {
            LongSums.Add(sums, 1, job->Length, totals, 0, isFirst);
        }
    }

    private static void RunBlock(Job* job, int image, int block, float* sums, bool goesOn)
    {
        WindowAxis down = job->Call.Window.Down, across = job->Call.Window.Across;
        int channels = job->Call.Window.Channels, outputs = job->Call.Outputs;
        (int first, int end) = Partition.Even(down.Output, block, job->BlocksOfImage);
        float* padded = job->Padded.Copy(job->Call.Images, image, first, end);
        int lineLength = job->Padded.LineLength, weightRow = across.Size * channels, step = across.Stride * channels;
        nint lineJump = (nint)down.Stride * lineLength - (nint)across.Output * step;
        float* rows = job->Call.Rows + ((nint)image * down.Output + first) * across.Output * outputs;
        if (Avx512F.IsSupported && outputs % PaddedGradientTile.Outputs == 0
            && weightRow is >= PaddedGradientTile.MinElements and <= PaddedGradientTile.MaxElements)
        {
            PaddedGradientTile wide = new()
            {
                StepA = step,
                LineJumpA = lineJump,
                Stride = outputs,
                GoesOn = goesOn,
                Windows = across.Output,
                Lines = end - first,
            };
            RunWide(&wide, rows, padded, lineLength, down.Size, weightRow, sums);
            return;
        }

        MatMulTile tile = new()
        {
            RowStrideA = 1,
            InnerStrideA = step,
            Inner = across.Output,
            FurtherLines = end - first - 1,
            LineJumpA = lineJump,
            InnerStrideB = outputs,
            InitialStride = outputs,
            RowStrideC = outputs,
        };
        for (int panel = 0; panel < job->Panels.Count; panel++)
        {
            // All weight rows of a panel before the next panel: the panel of the block's rows stays in the first-level cache.
            TileGrid all = new(weightRow, job->Panels, panel, panel + 1);
            for (int p = 0; p < down.Size; p++)
            {
                for (TileGrid tiles = all; tiles.MoveNext();)
                {
                    tile.A = padded + (nint)p * lineLength + tiles.Row;
                    tile.B = rows + tiles.Column;
                    tile.C = sums + ((nint)p * weightRow + tiles.Row) * outputs + tiles.Column;
                    tile.Initial = goesOn ? tile.C : null;
                    tile.Compute(tiles.Rows, tiles.Width);
                }
            }
        }
    }

    // A tile for each weight row.
    private static void RunWide(
        PaddedGradientTile* tile, float* rows, float* padded, nint lineLength, int weightRows, int weightRow, float* sums)
    {
        for (nint column = 0; column < tile->Stride; column += PaddedGradientTile.Outputs)
        {
            tile->B = rows + column;
            for (int p = 0; p < weightRows; p++)
            {
                tile->A = padded + p * lineLength;
                tile->C = sums + p * weightRow * tile->Stride + column;
                PaddedGradientTile.Compute(tile, weightRow);
            }
        }
    }

    // Some numbers of the weight: the addend and the sums of all shares.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddShares(Job* job, int index)
    {
        (int first, int end) = Partition.OfLength(job->Length, index, job->LengthToAdd);
        if (job->IsLong)
        {
            AddTotals(job, first, end);
            return;
        }

        for (int i = first; i < end; i += Lanes)
        {
            Vector512<float> sum = Vector512.Load(job->Sums + i);
            for (int share = 1; share < job->Shares; share++)
            {
                sum += Vector512.Load(job->Sums + (nint)share * job->Length + i);
            }

            (job->Call.Addend == null ? sum : Vector512.Load(job->Call.Addend + i) + sum).Store(job->Call.Weight + i);
        }
    }

    // The first share's totals take up those of the others.
    private static void AddTotals(Job* job, int first, int end)
    {
        double* totals = job->Totals;
        for (int share = 1; share < job->Shares; share++)
        {
            for (int i = first; i < end; i += Lanes / 2)
            {
                (Vector512.Load(totals + i) + Vector512.Load(totals + (nint)share * job->Length + i)).Store(totals + i);
            }
        }

        MatMulAddend addend = job->Call.Addend == null ? default : new MatMulAddend(job->Call.Addend + first, 0);
        LongSums.Finish(default(Identity), totals + first, 0, addend, job->Call.Weight + first, 0, 1, end - first);
    }

    private struct Job
    {
        public WeightGradientCall Call;
        public PaddedImage Padded;
        public MatMulPanels Panels;
        public int Shares;
        public int BlocksOfImage;
        public bool IsLong;
        public float* Sums; // [shares, length]
        public double* Totals; // [shares, length] where sums are long
        public int Length;
        public int LengthToAdd;
    }
}
