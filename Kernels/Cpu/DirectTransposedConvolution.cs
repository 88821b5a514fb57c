using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>images = f(Σ windows rows·weightᵀ + addend) written straight to the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The pixels at one place of all images of a batch get the same elements of the same windows: for each of these one product of the
/// windows' rows with the part of the weight at that element, [n, channels], whose tiles are added to the pixels. No matrix of columns is written and read back, and what windows hold outside the images is not computed.
/// </para>
/// <para>
/// Products and additions are those of a Fold behind a product, in the same order: the same bits.
/// </para>
/// </remarks>
internal static unsafe class DirectTransposedConvolution
{
    // Images below which there are too few rows for tiles, and row lengths below which adding a tile takes as long as computing it.
    private const int MinBatch = 8, MinInputs = 32;

    private const int Lanes = PaddedVector.Lanes;

    /// <summary>Whether a transposed convolution is computed here.</summary>
    public static bool Fits(in ConvolutionWindow window, int inputs) =>
        window.Batch >= MinBatch && window.Channels > 0 && window.Channels % Lanes == 0 && inputs >= MinInputs;

    /// <summary>images = f(Σ windows rows·weightᵀ + addend).</summary>
    public static void Run<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, int inputs, float* rows, float* weight, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        // The part of the weight at each element of a window, transposed: [weight height, weight width, n, channels].
        int elements = window.Down.Size * window.Across.Size, part = inputs * window.Channels;
        float* transposed = ThreadScratch.Columns(elements * part);
        CpuCopy.CopyBlock(
            team, BlockCopy.Create(0, 0, [new(elements, part, part), new(inputs, 1, window.Channels), new(window.Channels, inputs, 1)]), weight, transposed);
        Job<TFormula> job = new()
        {
            Window = window,
            Panels = new MatMulPanels(window.Channels),
            Inputs = inputs,
            Rows = rows,
            Weight = transposed,
            Addend = addend,
            Activation = activation,
            Images = images,
            Shares = DirectConvolution.SharesOf(
                team, window.Batch, window.Down.Extent, (long)window.Across.Output * inputs + window.Across.Extent * window.Channels),
        };
        team.Run(&RunItem, &job, window.Down.Extent * job.Shares);
    }

    // A line of pixels of some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunItem<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = job->Window.Down, across = job->Window.Across;
        (int line, int share) = Math.DivRem(item, job->Shares);
        int firstImage = MatMulPlan.Share(job->Window.Batch, share, job->Shares);
        int count = MatMulPlan.Share(job->Window.Batch, share + 1, job->Shares) - firstImage;
        int length = across.Extent * job->Window.Channels;
        nint imageLength = (nint)down.Extent * length, inputs = job->Inputs, channels = job->Window.Channels;
        float* pixels = job->Images + firstImage * imageLength + (nint)line * length;
        for (int image = 0; image < count; image++)
        {
            CpuConvolution.Start(pixels + image * imageLength, length, job->Addend, (int)channels);
        }

        MatMulTile tile = new()
        {
            RowStrideA = down.Output * across.Output * inputs,
            InnerStrideA = 1,
            Inner = (int)inputs,
            InnerStrideB = channels,
            RowStrideC = imageLength,
            AddsToC = true,
        };

        // The order of Fold: this line is weight row p of the windows at position i where i·stride + p = y, and so across.
        int y = line + down.Before;
        for (int i = y / down.Stride, p = y - i * down.Stride; p < down.Size && i >= 0; i--, p += down.Stride)
        {
            if (i >= down.Output)
            {
                continue;
            }

            float* rows = job->Rows + ((nint)firstImage * down.Output + i) * across.Output * inputs;
            for (int pixel = 0; pixel < across.Extent; pixel++)
            {
                int x = pixel + across.Before, missing = x - across.Size + 1;
                int firstJ = missing <= 0 ? 0 : (missing + across.Stride - 1) / across.Stride;
                int endJ = Math.Min(x / across.Stride + 1, across.Output);
                for (int j = firstJ; j < endJ; j++)
                {
                    nint element = (nint)p * across.Size + x - j * across.Stride;
                    AddProduct(
                        job->Panels, &tile, count, rows + j * inputs, job->Weight + element * inputs * channels, pixels + pixel * channels);
                }
            }
        }

        if (typeof(TFormula) != typeof(Identity))
        {
            for (int image = 0; image < count; image++)
            {
                CpuConvolution.Activate(job->Activation, pixels + image * imageLength, length);
            }
        }
    }

    // pixels += rows·part, for the same pixel of some images.
    private static void AddProduct(in MatMulPanels panels, MatMulTile* tile, int count, float* rows, float* part, float* pixels)
    {
        for (int first = 0, end; first < panels.Count; first = end)
        {
            end = panels.EndOfWidth(first);
            int width = panels.Width(first), maxRows = MatMulTile.MaxRows(width);
            int tiles = (count + maxRows - 1) / maxRows;
            for (int index = 0; index < tiles; index++)
            {
                int row = MatMulPlan.Share(count, index, tiles), height = MatMulPlan.Share(count, index + 1, tiles) - row;
                tile->A = rows + row * tile->RowStrideA;
                for (int panel = first; panel < end; panel++)
                {
                    tile->B = part + panels.FirstColumn(panel);
                    tile->C = pixels + row * tile->RowStrideC + panels.FirstColumn(panel);
                    tile->ComingC = tile->C;
                    tile->Compute(height, width);
                }
            }
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public MatMulPanels Panels;
        public int Inputs;
        public float* Rows;
        public float* Weight;
        public float* Addend;
        public TFormula Activation;
        public float* Images;
        public int Shares;
    }
}
