using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>y = f(windows·weight + addend) read straight from the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The windows at one position of all images of a batch have the same elements inside the image, and lie a whole image apart. So
/// they are the rows of a product whose left operand lies there already: for each weight row one run of weight width × channels
/// numbers, as far as it is inside. Nothing is unfolded, and the zeros around the images, a third of a 5×5 weight's operands on 7×7
/// pixels, are not multiplied by.
/// </para>
/// <para>
/// Each element is the chain of multiply-adds of the product with unfolded windows, less those with a zero, which change nothing:
/// the same bits. The weight stays in the second-level cache, or where it is too large (800 KB from 64 to 128 channels under 5×5) the part
/// of one weight row for a row of windows.
/// </para>
/// </remarks>
internal static unsafe class DirectConvolution
{
    // Images below which there are too few rows for tiles, and channels below which runs are too short for a tile's overhead.
    private const int MinBatch = 8, MinChannels = 16;

    private const int Lanes = PaddedVector.Lanes;
    private const int ItemsPerThread = 6, MinImagesPerItem = 27;

    // Bytes of a weight up to which all of it stays in a second-level cache of 1 MB beside the images. Of 800 KB (14×14×64 to 128 under
    // 5×5) one weight row at a time takes 16.7 ms where all in one go take 19.2; of 290 KB all in one go are 5 % faster (best of many
    // runs on one thread of a Cascade Lake Xeon at 2.5 GHz, November 2026).
    private const long MaxWeightBytes = 500 * 1024;

    // Numbers of the lines that an item reads and writes.
    private const int MaxLineLength = 128 * 1024;

    /// <summary>Whether a convolution is computed here.</summary>
    public static bool Fits(in ConvolutionWindow window, int outputs) =>
        window.Batch >= MinBatch && window.Channels >= MinChannels && outputs > 0 && outputs % Lanes == 0 && !window.IsReshape;

    /// <summary>y = f(windows·weight + addend).</summary>
    public static void Run<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, int outputs, float* images, float* weight, float* addend, TFormula activation, float* y)
        where TFormula : unmanaged, IUnaryFormula
    {
        Job<TFormula> job = new()
        {
            Window = window,
            Panels = new MatMulPanels(outputs),
            Outputs = outputs,
            Images = images,
            Weight = weight,
            Addend = addend,
            Activation = activation,
            Y = y,
            Shares = SharesOf(team, window.Batch, window.Down.Output, window.Across.Extent * window.Channels + window.Across.Output * outputs),
        };
        team.Run(&RunItem, &job, window.Down.Output * job.Shares);
    }

    /// <summary>
    /// Into how many parts a batch is cut so that its parts of so many lines of pixels or windows are enough items for a team, and the
    /// numbers of an item's lines stay in the second-level cache beside a weight row.
    /// </summary>
    public static int SharesOf(ThreadTeam team, int batch, int lines, long lineLength)
    {
        int forThreads = team.Threads == 1 ? 1 : (ItemsPerThread * team.Threads + lines - 1) / lines;
        int forCache = (int)Math.Min((lineLength * batch + MaxLineLength - 1) / MaxLineLength, batch);
        return Math.Clamp(Math.Max(forThreads, forCache), 1, Math.Max(batch / MinImagesPerItem, 1));
    }

    // A row of windows of some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunItem<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = job->Window.Down, across = job->Window.Across;
        (int i, int share) = Math.DivRem(item, job->Shares);
        int firstImage = MatMulPlan.Share(job->Window.Batch, share, job->Shares);
        int rows = MatMulPlan.Share(job->Window.Batch, share + 1, job->Shares) - firstImage;
        nint channels = job->Window.Channels, outputs = job->Outputs;
        int top = i * down.Stride - down.Before;
        int firstP = Math.Max(-top, 0), endP = Math.Min(down.Size, down.Extent - top);
        bool isEmpty = endP <= firstP;
        if (isEmpty)
        {
            (firstP, endP) = (0, 1); // one pass without operands: the bias
        }

        MatMulTile tile = new()
        {
            RowStrideA = down.Extent * across.Extent * channels,
            InnerStrideA = 1,
            InnerStrideB = outputs,
            RowStrideC = down.Output * across.Output * outputs,
        };
        // All weight rows in one go where the weight stays in the cache, else one for all positions, and then the next.
        int step = (long)job->Window.RowLength * outputs * sizeof(float) <= MaxWeightBytes ? endP - firstP : 1;
        for (int p = firstP; p < endP; p += step)
        {
            for (int j = 0, left = -across.Before; j < across.Output; j++, left += across.Stride)
            {
                int firstQ = Math.Max(-left, 0), endQ = Math.Min(across.Size, across.Extent - left);
                bool hasNone = isEmpty || endQ <= firstQ;
                tile.Inner = hasNone ? 0 : (endQ - firstQ) * (int)channels;
                tile.FurtherRuns = hasNone ? 0 : step - 1;
                tile.JumpA = across.Extent * channels - tile.Inner;
                tile.JumpB = (across.Size * channels - tile.Inner) * outputs;
                Place place = new()
                {
                    A = job->Images + (((nint)firstImage * down.Extent + top + p) * across.Extent + left + firstQ) * channels,
                    B = job->Weight + ((nint)p * across.Size + firstQ) * channels * outputs,
                    C = job->Y + (((nint)firstImage * down.Output + i) * across.Output + j) * outputs,
                    Rows = rows,
                    IsFirst = p == firstP,
                    IsLast = p + step == endP,
                };
                RunPosition(job, &tile, place);
            }
        }
    }

    // One weight row at one position, for all outputs.
    private static void RunPosition<TFormula>(Job<TFormula>* job, MatMulTile* tile, in Place place) where TFormula : unmanaged, IUnaryFormula
    {
        for (int first = 0, end; first < job->Panels.Count; first = end)
        {
            end = job->Panels.EndOfWidth(first);
            int width = job->Panels.Width(first), maxRows = MatMulTile.MaxRows(width);
            int tiles = (place.Rows + maxRows - 1) / maxRows;
            for (int index = 0; index < tiles; index++)
            {
                int row = MatMulPlan.Share(place.Rows, index, tiles), rows = MatMulPlan.Share(place.Rows, index + 1, tiles) - row;
                tile->A = place.A + row * tile->RowStrideA;
                for (int panel = first; panel < end; panel++)
                {
                    int column = job->Panels.FirstColumn(panel);
                    tile->B = place.B + column;
                    tile->C = place.C + row * tile->RowStrideC + column;
                    MatMulAddend addend = !place.IsFirst ? new MatMulAddend(tile->C, tile->RowStrideC)
                        : job->Addend == null ? default
                        : new MatMulAddend(job->Addend + column, 0);
                    tile->Initial = addend.First;
                    tile->InitialStride = addend.RowStride;
                    tile->ComingC = place.IsFirst ? tile->C : null;

                    // The sums that the next tile goes on from: the next panel's, or the next rows'.
                    tile->ComingInitial = place.IsFirst ? null
                        : panel < end - 1 ? tile->C + width
                        : index < tiles - 1 ? tile->C + rows * tile->RowStrideC - (panel - first) * width
                        : null;
                    tile->Compute(rows, width);
                    if (place.IsLast && typeof(TFormula) != typeof(Identity))
                    {
                        Activate(job->Activation, tile->C, tile->RowStrideC, rows, width);
                    }
                }
            }
        }
    }

    /// <summary>Applies the formula to a finished tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Activate<TFormula>(TFormula formula, float* c, nint rowStride, int rows, int width) where TFormula : unmanaged, IUnaryFormula
    {
        for (int row = 0; row < rows; row++)
        {
            float* sums = c + row * rowStride;
            for (int column = 0; column < width; column += Lanes)
            {
                formula.Invoke(Vector512.Load(sums + column)).Store(sums + column);
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public MatMulPanels Panels;
        public int Outputs;
        public float* Images;
        public float* Weight;
        public float* Addend;
        public TFormula Activation;
        public float* Y;
        public int Shares;
    }

    private struct Place
    {
        public float* A;
        public float* B;
        public float* C;
        public int Rows;
        public bool IsFirst;
        public bool IsLast;
    }
}
