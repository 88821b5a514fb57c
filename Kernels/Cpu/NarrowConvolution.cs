using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Transposed convolutions to images of few channels: each item folds a few windows of its own beside the product with the weight.</summary>
/// <remarks>
/// Windows of 28×28×1 under a weight of 5×5 are 25 numbers: a product takes as long as reading and writing its operands. So the columns
/// of an item, 64 KB at most, never leave the second-level cache, and threads meet once a convolution instead of twice a block.
/// Each element is the chain of the product with all columns: the same bits.
/// </remarks>
internal static unsafe class NarrowConvolution
{
    private const int Lanes = PaddedVector.Lanes;
    private const int MaxRowLength = 256;
    private const int ItemLength = 16 * 1024; // numbers of an item's columns

    /// <summary>Whether a transposed convolution is computed here, from columns of <paramref name="length"/> numbers, in whole vectors.</summary>
    public static bool FitsTransposed(int length, int inputs) => length is > 1 and < MaxRowLength && length % Lanes == 0 && inputs > 1;

    /// <summary>images = f(Σ windows rows·weightᵀ + addend).</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="transposed">The weight, [inputs, length].</param>
    /// <param name="length">Numbers of a window, in whole vectors.</param>
    /// <param name="addend">What the pixels start from, or null.</param>
    /// <param name="activation">Applied to each finished pixel.</param>
    /// <param name="images">The result.</param>
    public static void RunTransposed<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, int inputs, float* rows, float* transposed, int length, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        SingleChannelFold.Tap* taps = stackalloc SingleChannelFold.Tap[window.Across.Size];
        SingleChannelFold.Describe(window.Across, taps);
        Job<TFormula> job = new()
        {
            Window = window,
            Taps = taps,
            Images = images,
            Rows = rows,
            Weight = transposed,
            Columns = length,
            Inner = inputs,
            Addend = addend,
            Activation = activation,
            Count = window.Batch,
        };
        job.PerItem = Math.Clamp(ItemLength / Math.Max(window.Down.Output * window.Across.Output * length, 1), 1, Math.Max(window.Batch, 1));
        team.Run(&RunImages, &job, Chunks.Count(window.Batch, job.PerItem));
    }

    // Some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunImages<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = job->Window;
        int first = item * job->PerItem, images = Math.Min(job->PerItem, job->Count - first), perImage = window.Down.Output * window.Across.Output;
        nint imageLength = (nint)window.Down.Extent * window.Across.Extent * window.Channels;
        bool isSingleChannel = SingleChannelFold.Fits(window);
        int windows = isSingleChannel ? SingleChannelFold.PaddedWindows(window) : perImage, length = (job->PerItem * perImage + windows - perImage) * job->Columns;
        float* columns = ThreadScratch.Floats(length + SingleChannelFold.ScratchLength(window, job->Columns));
        Multiply(job, job->Rows + (nint)first * perImage * job->Inner, images * perImage, columns);
        if (isSingleChannel)
        {
            for (int image = 0; image < images; image++)
            {
                SingleChannelFold.Run(
                    window, job->Taps, columns + (nint)image * perImage * job->Columns, job->Columns, job->Addend, job->Activation, columns + length,
                    job->Images + (first + image) * imageLength);
            }

            return;
        }

        CpuConvolution.FoldRows(
            window with { Batch = images }, columns, job->Columns, job->Addend, job->Activation, 0, images * window.Down.Extent, job->Images + first * imageLength);
    }

    // c = a·weight for some rows, which lie one behind the other, as they do in c.
    private static void Multiply<TFormula>(Job<TFormula>* job, float* a, int count, float* c) where TFormula : unmanaged, IUnaryFormula
    {
        MatMulPanels panels = new(job->Columns);
        MatMulTile tile = new() { RowStrideA = job->Inner, InnerStrideA = 1, Inner = job->Inner, InnerStrideB = job->Columns, RowStrideC = job->Columns };
        for (int first = 0, end; first < panels.Count; first = end)
        {
            end = panels.EndOfWidth(first);
            int width = panels.Width(first), maxRows = MatMulTile.MaxRows(width), tiles = (count + maxRows - 1) / maxRows;
            for (int index = 0; index < tiles; index++)
            {
                int row = MatMulPlan.Share(count, index, tiles), rows = MatMulPlan.Share(count, index + 1, tiles) - row;
                tile.A = a + (nint)row * job->Inner;
                for (int panel = first; panel < end; panel++)
                {
                    int column = panels.FirstColumn(panel);
                    tile.B = job->Weight + column;
                    tile.C = c + (nint)row * job->Columns + column;
                    tile.ComingC = tile.C;
                    tile.Compute(rows, width);
                }
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public SingleChannelFold.Tap* Taps;
        public float* Images;
        public float* Rows;
        public float* Weight;
        public int Columns;
        public int Inner;
        public float* Addend;
        public TFormula Activation;
        public int Count;
        public int PerItem;
    }
}
