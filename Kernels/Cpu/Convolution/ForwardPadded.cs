using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Forward, read from padded images, for images of few channels.</summary>
/// <remarks>
/// <para>
/// The windows of a line are the rows of a product whose left operand is the padded image itself (<see cref="PaddedImage"/>):
/// neighbours lie stride × channels numbers apart, and each weight row is a line of weight width × channels numbers. Windows of
/// 25 numbers are used too briefly to be worth unfolding.
/// </para>
/// <para>Each element is the chain of multiply-adds of the product with unfolded windows: the same bits.</para>
/// </remarks>
internal sealed unsafe class ForwardPadded : IForwardAlgorithm
{
    // Longer windows are worth unfolding, and lines of fewer windows make tiles too low.
    private const int MaxRowLength = 256, MinWindows = 4;
    private const int SharesPerThread = 4;

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) =>
        window.RowLength is > 1 and < MaxRowLength && window.Across.Output >= MinWindows && PaddedImage.Fits(window)
        && outputs > 0 && outputs % PaddedVector.Lanes == 0;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = call.Window;
        if (window.Batch == 0)
        {
            return;
        }

        PaddedImage padded = new(window);
        int lines = window.Down.Output, weightRow = window.Across.Size * window.Channels;
        nint* steps = stackalloc nint[MaxRowLength];
        for (int element = 0; element < window.RowLength; element++)
        {
            steps[element] = sizeof(float) * ((element + 1) % weightRow == 0 ? padded.LineLength - weightRow + 1 : 1);
        }

        int forCache = Partition.DivideUp(lines, padded.LinesOfCopy);
        int forThreads = Partition.SharesOfRow(team, SharesPerThread, window.Batch);
        Job<TFormula> job = new()
        {
            Call = call,
            Padded = padded,
            Tiles = new TileGrid(window.Across.Output, new MatMulPanels(call.Outputs, hasWide: false)),
            Steps = steps,
            SharesOfImage = Math.Min(Math.Max(forCache, forThreads), lines),
        };
        team.Run(&RunShare, &job, window.Batch * job.SharesOfImage);
    }

    // Some lines of windows of an image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int index) where TFormula : unmanaged, IUnaryFormula
    {
        ForwardCall<TFormula>* call = &job->Call;
        WindowAxis down = call->Window.Down, across = call->Window.Across;
        (int image, int share) = Math.DivRem(index, job->SharesOfImage);
        (int first, int end) = Partition.Even(down.Output, share, job->SharesOfImage);
        float* padded = job->Padded.Copy(call->Images, image, first, end);
        int lineLength = job->Padded.LineLength, step = across.Stride * call->Window.Channels, outputs = call->Outputs;
        nint lineOfY = (nint)across.Output * outputs;
        float* y = call->Y + ((nint)image * down.Output + first) * lineOfY;
        for (int i = first; i < end; i++, padded += down.Stride * lineLength, y += lineOfY)
        {
            for (TileGrid tiles = job->Tiles; tiles.MoveNext();)
            {
                RunTile(job, padded + tiles.Row * step, tiles, y + (nint)tiles.Row * outputs + tiles.Column);
            }
        }
    }

    private static void RunTile<TFormula>(Job<TFormula>* job, float* a, in TileGrid tiles, float* y)
        where TFormula : unmanaged, IUnaryFormula
    {
        int windows = tiles.Rows, column = tiles.Column, width = tiles.Width;
        ForwardCall<TFormula>* call = &job->Call;
        int outputs = call->Outputs, step = call->Window.Across.Stride * call->Window.Channels;
        float* initial = call->Addend == null ? null : call->Addend + column;
        if (Avx512F.IsSupported && windows == PaddedTile.Windows && width == PaddedTile.Outputs)
        {
            PaddedTile tile = new()
            {
                A = a,
                WindowBytes = step * sizeof(float),
                Steps = job->Steps,
                Length = call->Window.RowLength,
                B = call->Weight + column,
                Initial = initial,
                C = y,
                Stride = outputs,
            };
            PaddedTile.Compute(&tile);
        }
        else
        {
            int weightRow = call->Window.Across.Size * call->Window.Channels;
            MatMulTile tile = new()
            {
                A = a,
                RowStrideA = step,
                InnerStrideA = 1,
                Inner = weightRow,
                FurtherLines = call->Window.Down.Size - 1,
                LineJumpA = job->Padded.LineLength - weightRow,
                B = call->Weight + column,
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
            CpuElementwise.Apply(call->Activation, y, outputs, windows, width);
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public ForwardCall<TFormula> Call;
        public PaddedImage Padded;
        public TileGrid Tiles; // of a line of windows
        public nint* Steps;
        public int SharesOfImage;
    }
}
