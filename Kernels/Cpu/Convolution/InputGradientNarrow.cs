using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Gradient by the input, for images of few channels: each share multiplies and folds a few images of its own.</summary>
/// <remarks>
/// Windows of 28×28×1 under a weight of 5×5 are 25 numbers: a product takes as long as reading and writing its operands. So the
/// columns of a share, 64 KB at most, never leave the second-level cache, and threads meet once a convolution instead of twice a
/// block. Each element is the chain of the product with all columns: the same bits.
/// </remarks>
internal sealed unsafe class InputGradientNarrow : IInputGradientAlgorithm
{
    private const int MaxRowLength = 256;
    private const int ShareLength = 16 * 1024; // numbers of a share's columns

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int inputs) =>
        TransposedWeight.RowLength(window) is > 1 and < MaxRowLength && inputs > 1;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in InputGradientCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = call.Window;
        int length = TransposedWeight.RowLength(window);
        float* transposed = ThreadScratch.Columns((long)length * call.Inputs);
        TransposedWeight.Copy(team, window, call.Inputs, call.Weight, transposed);
        SingleChannelFold.Tap* taps = stackalloc SingleChannelFold.Tap[window.Across.Size];
        SingleChannelFold.Describe(window.Across, taps);
        Job<TFormula> job = new() { Call = call, Taps = taps, Transposed = transposed, Columns = length };
        int columnsOfImage = window.Down.Output * window.Across.Output * length;
        job.ImagesOfShare = Math.Clamp(ShareLength / Math.Max(columnsOfImage, 1), 1, Math.Max(window.Batch, 1));
        team.Run(&RunShare, &job, Partition.DivideUp(window.Batch, job.ImagesOfShare));
    }

    // Some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int share) where TFormula : unmanaged, IUnaryFormula
    {
        InputGradientCall<TFormula>* call = &job->Call;
        ConvolutionWindow window = call->Window;
        (int first, int end) = Partition.OfLength(window.Batch, share, job->ImagesOfShare);
        int images = end - first, windows = window.Down.Output * window.Across.Output;
        nint imageLength = (nint)window.Down.Extent * window.Across.Extent * window.Channels;
        bool isSingleChannel = SingleChannelFold.Accepts(window);
        int surplus = isSingleChannel ? SingleChannelFold.PaddedWindows(window) - windows : 0;
        int length = (job->ImagesOfShare * windows + surplus) * job->Columns;
        float* columns = ThreadScratch.Floats(length + SingleChannelFold.ScratchLength(window, job->Columns));
        Multiply(job, call->Rows + (nint)first * windows * call->Inputs, images * windows, columns);
        if (isSingleChannel)
        {
            for (int image = 0; image < images; image++)
            {
                SingleChannelFold.Run(
                    window, job->Taps, columns + (nint)image * windows * job->Columns, job->Columns, call->Addend, call->Activation,
                    columns + length, call->Images + (first + image) * imageLength);
            }

            return;
        }

        Folding.FoldLines(
            window with { Batch = images }, columns, job->Columns, call->Addend, call->Activation, 0, images * window.Down.Extent,
            call->Images + first * imageLength);
    }

    // c = a·weightᵀ for some rows, which lie one after the other, as they do in c.
    private static void Multiply<TFormula>(Job<TFormula>* job, float* a, int rows, float* c) where TFormula : unmanaged, IUnaryFormula
    {
        int inputs = job->Call.Inputs, columns = job->Columns;
        MatMulTile tile = new() { RowStrideA = inputs, InnerStrideA = 1, Inner = inputs, InnerStrideB = columns, RowStrideC = columns };
        TileGrid tiles = new(rows, new MatMulPanels(columns));
        while (tiles.MoveNext())
        {
            tile.A = a + (nint)tiles.Row * inputs;
            tile.B = job->Transposed + tiles.Column;
            tile.C = c + (nint)tiles.Row * columns + tiles.Column;
            tile.ComingC = tile.C;
            tile.Compute(tiles.Rows, tiles.Width);
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public InputGradientCall<TFormula> Call;
        public SingleChannelFold.Tap* Taps;
        public float* Transposed;
        public int Columns; // numbers of a row of columns
        public int ImagesOfShare;
    }
}
