using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Gradient by the input, written straight to the images, for images of many channels.</summary>
/// <remarks>
/// <para>
/// The pixels at one place of all images of a batch get the same elements of the same windows: for each of these one product of
/// the windows' rows with the weight at that element, [n, channels], whose tiles are added to the pixels. No matrix of columns is
/// written and read back, and what windows hold outside the images is not computed.
/// </para>
/// <para>
/// Products and additions are those of a product and a <see cref="Folding"/> after it, in the same order: the same bits.
/// </para>
/// </remarks>
internal sealed unsafe class InputGradientDirect : IInputGradientAlgorithm
{
    // Images below which there are too few rows for tiles, and row lengths below which adding a tile takes as long as computing
    // it. Rows that are longer than a chain are left to products.
    private const int MinBatch = 8, MinInputs = 32;

    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int inputs) =>
        window.Batch >= MinBatch && window.Channels > 0 && window.Channels % PaddedVector.Lanes == 0 && inputs >= MinInputs
        && !LongSums.IsLong(inputs);

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in InputGradientCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        // The weight at each element of a window, transposed: [weight height, weight width, n, channels].
        ConvolutionWindow window = call.Window;
        int elements = window.Down.Size * window.Across.Size, channels = window.Channels, length = call.Inputs * channels;
        float* transposed = ThreadScratch.Columns((long)elements * length);
        BlockAxis byElement = new(elements, length, length), byInput = new(call.Inputs, 1, channels);
        BlockAxis byChannel = new(channels, call.Inputs, 1);
        CpuCopy.CopyBlock(team, BlockCopy.Create(0, 0, [byElement, byInput, byChannel]), call.Weight, transposed);
        long lineLength = (long)window.Across.Output * call.Inputs + window.Across.Extent * channels;
        Job<TFormula> job = new()
        {
            Call = call,
            Transposed = transposed,
            Panels = new MatMulPanels(channels),
            Shares = ImageShares.OfLine(team, window.Batch, window.Down.Extent, lineLength),
        };
        team.Run(&RunShare, &job, window.Down.Extent * job.Shares);
    }

    // A line of pixels of some images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShare<TFormula>(Job<TFormula>* job, int index) where TFormula : unmanaged, IUnaryFormula
    {
        InputGradientCall<TFormula>* call = &job->Call;
        WindowAxis down = call->Window.Down, across = call->Window.Across;
        (int line, int share) = Math.DivRem(index, job->Shares);
        (int firstImage, int endImage) = Partition.Even(call->Window.Batch, share, job->Shares);
        int count = endImage - firstImage, length = across.Extent * call->Window.Channels;
        nint imageLength = (nint)down.Extent * length, inputs = call->Inputs, channels = call->Window.Channels;
        float* pixels = call->Images + firstImage * imageLength + (nint)line * length;
        for (int image = 0; image < count; image++)
        {
            LineOperations.Start(pixels + image * imageLength, length, call->Addend, (int)channels);
        }

        TileGrid tiles = new(count, job->Panels);
        MatMulTile tile = new()
        {
            RowStrideA = down.Output * across.Output * inputs,
            InnerStrideA = 1,
            Inner = (int)inputs,
            InnerStrideB = channels,
            RowStrideC = imageLength,
            AddsToC = true,
        };

        // The order of Folding: this line is weight row p of the windows at position i where i·stride + p = y, and so across.
        int y = line + down.Before;
        for (int i = y / down.Stride, p = y - i * down.Stride; p < down.Size && i >= 0; i--, p += down.Stride)
        {
            if (i >= down.Output)
            {
                continue;
            }

            float* rows = call->Rows + ((nint)firstImage * down.Output + i) * across.Output * inputs;
            for (int pixel = 0; pixel < across.Extent; pixel++)
            {
                int x = pixel + across.Before, missing = x - across.Size + 1;
                int firstJ = missing <= 0 ? 0 : Partition.DivideUp(missing, across.Stride);
                int endJ = Math.Min(x / across.Stride + 1, across.Output);
                for (int j = firstJ; j < endJ; j++)
                {
                    nint element = (nint)p * across.Size + x - j * across.Stride;
                    tile.A = rows + j * inputs;
                    tile.B = job->Transposed + element * inputs * channels;
                    tile.C = pixels + pixel * channels;
                    AddProduct(tiles, tile);
                }
            }
        }

        if (typeof(TFormula) != typeof(Identity))
        {
            for (int image = 0; image < count; image++)
            {
                CpuElementwise.Apply(call->Activation, pixels + image * imageLength, length);
            }
        }
    }

    // pixels += rows·weight, for the same pixel of some images: origin is the tile at the first image's first channel.
    private static void AddProduct(TileGrid tiles, in MatMulTile origin)
    {
        MatMulTile tile = origin;
        while (tiles.MoveNext())
        {
            tile.A = origin.A + tiles.Row * tile.RowStrideA;
            tile.B = origin.B + tiles.Column;
            tile.C = origin.C + tiles.Row * tile.RowStrideC + tiles.Column;
            tile.ComingC = tile.C;
            tile.Compute(tiles.Rows, tiles.Width);
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged, IUnaryFormula
    {
        public InputGradientCall<TFormula> Call;
        public float* Transposed;
        public MatMulPanels Panels;
        public int Shares;
    }
}
