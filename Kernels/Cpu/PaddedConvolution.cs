using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>y = f(windows·weight + addend) read from padded images, for images of few channels.</summary>
/// <remarks>
/// <para>
/// The windows of a line are the rows of a product whose left operand is the padded image itself: neighbours lie stride × channels
/// numbers apart, and each weight row is a run of weight width × channels numbers. Windows of 25 numbers are used too briefly to be
/// worth unfolding.
/// </para>
/// <para>Each element is the chain of multiply-adds of the product with unfolded windows: the same bits.</para>
/// </remarks>
internal static unsafe class PaddedConvolution
{
    private const int Lanes = PaddedVector.Lanes;

    // Longer windows are worth unfolding, and lines of fewer windows make tiles too low.
    private const int MaxRowLength = 256, MinWindows = 4;
    private const int ItemsPerThread = 4;

    /// <summary>Whether a convolution is computed here.</summary>
    public static bool Fits(in ConvolutionWindow window, int outputs) =>
        window.RowLength is > 1 and < MaxRowLength && window.Across.Output >= MinWindows && outputs > 0 && outputs % Lanes == 0 && !window.IsReshape;

    /// <summary>y = f(windows·weight + addend).</summary>
    public static void Run<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, int outputs, float* images, float* weight, float* addend, TFormula activation, float* y)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (window.Batch == 0)
        {
            return;
        }

        PaddedImage padded = new(window);
        int lines = window.Down.Output, windows = window.Across.Output, run = window.Across.Size * window.Channels;
        int maxWindows = MatMulTile.MaxRows(PaddedTile.Outputs), tiles = (windows + maxWindows - 1) / maxWindows;
        nint* steps = stackalloc nint[MaxRowLength];
        for (int element = 0; element < window.RowLength; element++)
        {
            steps[element] = sizeof(float) * ((element + 1) % run == 0 ? padded.LineLength - run + 1 : 1);
        }

        Job<TFormula> job = new()
        {
            Window = window,
            Padded = padded,
            Outputs = outputs,
            Tiles = tiles,
            TileWindows = windows / tiles,
            Steps = steps,
            Images = images,
            Weight = weight,
            Addend = addend,
            Activation = activation,
            Y = y,
        };
        int pieces = (lines + padded.LinesOfPiece - 1) / padded.LinesOfPiece;
        int wanted = team.Threads == 1 ? 1 : (ItemsPerThread * team.Threads + window.Batch - 1) / window.Batch;
        job.Pieces = Math.Min(Math.Max(pieces, wanted), lines);
        team.Run(&RunItem, &job, window.Batch * job.Pieces);
    }

    // Some lines of windows of an image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunItem<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = job->Window.Down, across = job->Window.Across;
        (int image, int piece) = Math.DivRem(item, job->Pieces);
        int first = MatMulPlan.Share(down.Output, piece, job->Pieces), end = MatMulPlan.Share(down.Output, piece + 1, job->Pieces);
        float* padded = job->Padded.Copy(job->Images, image, first, end);
        int lineLength = job->Padded.LineLength, step = across.Stride * job->Window.Channels, outputs = job->Outputs, windows = across.Output;
        float* y = job->Y + ((nint)image * down.Output + first) * windows * outputs;
        (int tiles, int higher) = (job->Tiles, windows - job->Tiles * job->TileWindows);
        for (int i = first; i < end; i++, padded += down.Stride * lineLength)
        {
            float* a = padded;
            for (int index = 0; index < tiles; index++)
            {
                int rows = index < higher ? job->TileWindows + 1 : job->TileWindows;
                for (int column = 0; column < outputs; column += PaddedTile.Outputs)
                {
                    RunTile(job, a, rows, column, y + column);
                }

                a += rows * step;
                y += (nint)rows * outputs;
            }
        }
    }

    private static void RunTile<TFormula>(Job<TFormula>* job, float* a, int windows, int column, float* y) where TFormula : unmanaged, IUnaryFormula
    {
        int outputs = job->Outputs, width = Math.Min(outputs - column, PaddedTile.Outputs);
        float* initial = job->Addend == null ? null : job->Addend + column;
        int step = job->Window.Across.Stride * job->Window.Channels;
        if (Avx512F.IsSupported && windows == PaddedTile.Windows && width == PaddedTile.Outputs)
        {
            PaddedTile tile = new()
            {
                A = a,
                WindowBytes = step * sizeof(float),
                Steps = job->Steps,
                Length = job->Window.RowLength,
                B = job->Weight + column,
                Initial = initial,
                C = y,
                Stride = outputs,
            };
            PaddedTile.Compute(&tile);
        }
        else
        {
            int run = job->Window.Across.Size * job->Window.Channels;
            MatMulTile tile = new()
            {
                A = a,
                RowStrideA = step,
                InnerStrideA = 1,
                Inner = run,
                FurtherRuns = job->Window.Down.Size - 1,
                JumpA = job->Padded.LineLength - run,
                B = job->Weight + column,
                InnerStrideB = outputs,
                Initial = initial,
                C = y,
                RowStrideC = outputs,
                ComingC = y,
            };
            tile.Compute(windows, width);
        }

        if (typeof(TFormula) != typeof(Identity))
        {
            DirectConvolution.Activate(job->Activation, y, outputs, windows, width);
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public PaddedImage Padded;
        public int Outputs;
        public int Tiles;
        public int TileWindows; // of the lower ones: some have one more
        public nint* Steps;
        public float* Images;
        public float* Weight;
        public float* Addend;
        public TFormula Activation;
        public float* Y;
        public int Pieces;
    }
}
