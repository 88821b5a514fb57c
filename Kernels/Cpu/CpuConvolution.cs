using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Windows of images to rows of a matrix, and back; and convolutions, which are products with such a matrix.</summary>
/// <remarks>
/// <para>
/// A weight row of a window is one run of memory on both sides: weight width × channels numbers, shorter where the window
/// reaches over the image's edge. Threads share rows of windows (Unfold) or rows of pixels (Fold), which nobody else writes;
/// the sums of a pixel row are gathered in a fixed order while it is in the first-level cache.
/// </para>
/// <para>
/// Images of many channels are read and written directly: <see cref="DirectConvolution"/>, <see cref="DirectTransposedConvolution"/>,
/// <see cref="DirectWeightGradient"/>; those of few from padded copies, <see cref="PaddedConvolution"/>, <see cref="PaddedWeightGradient"/>,
/// transposed ones in pieces: <see cref="NarrowConvolution"/>. What follows is for the others.
/// </para>
/// <para>
/// The matrix has weight height × weight width times as many numbers as the images, 20 MB for 64 images of 14×14×64 under a
/// weight of 5×5 and a stride of 2. So convolutions make it block by block, each of which is used while it is in cache. Every
/// element of a result is the same chain of multiply-adds as of the whole matrix: bits do not depend on the blocks.
/// </para>
/// </remarks>
internal static unsafe class CpuConvolution
{
    private const int Lanes = PaddedVector.Lanes;

    // Numbers of a block of columns, about: 256 KB of a second-level cache of 1 MB (2 MB took a tenth to a fourth longer at 28×28×1).
    // Blocks of long rows are 2 MB: half of that loads and stores the sums of a weight gradient twice as often.
    private const int BlockLength = 64 * 1024, BlockLengthOfLongRows = 512 * 1024, LongRow = 256;

    // Channels below which a window's row is too short to be added in one run: runs overlap, and a vector that loads what two
    // others have just stored waits for both (30 ns a run of five numbers).
    private const int MinRunChannels = 8;

    /// <summary>columns[r, :] = window r of the images.</summary>
    public static void Unfold(ThreadTeam team, ConvolutionWindow window, float* images, float* columns)
    {
        if (window.ColumnCount > 0)
        {
            Unfold(team, window, images, 0, window.Batch * window.Down.Output, columns);
        }
    }

    /// <summary>images = f(Σ columns + addend).</summary>
    public static void Fold<TFormula>(
        ThreadTeam team, ConvolutionWindow window, float* columns, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula => Fold(team, window, columns, window.RowLength, addend, activation, images);

    private static void Fold<TFormula>(
        ThreadTeam team, in ConvolutionWindow window, float* columns, int columnStride, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        int rows = window.Batch * window.Down.Extent;
        if (rows == 0 || window.ImageCount == 0)
        {
            return;
        }

        Job<TFormula> job = new() { Window = window, Images = images, Columns = columns, ColumnStride = columnStride, Rows = rows, Addend = addend, Activation = activation };
        job.PerItem = RowsPerItem(team, rows, Math.Max(window.ColumnCount, window.ImageCount));
        team.Run(&FoldRows, &job, Chunks.Count(rows, job.PerItem));
    }

    /// <summary>y = f(windows·weight + addend).</summary>
    public static void Convolution<TFormula>(
        ThreadTeam team, ConvolutionWindow window, int outputs, float* images, float* weight, float* addend, TFormula activation, float* y)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulSize size = new(window.Rows, outputs, window.RowLength, TransposeA: false, TransposeB: false);
        MatMulAddend bias = addend is null ? default : new MatMulAddend(addend, 0);
        if (window.IsReshape)
        {
            CpuMatMul.Run(team, size, images, weight, bias, activation, y);
            return;
        }

        if (DirectConvolution.Fits(window, outputs))
        {
            DirectConvolution.Run(team, window, outputs, images, weight, addend, activation, y);
            return;
        }

        if (PaddedConvolution.Fits(window, outputs))
        {
            PaddedConvolution.Run(team, window, outputs, images, weight, addend, activation, y);
            return;
        }

        int rows = window.Batch * window.Down.Output, perBlock = RowsPerBlock(window, rows);
        float* columns = ThreadScratch.Columns(perBlock * window.Across.Output * window.RowLength);
        for (int first = 0; first < rows; first += perBlock)
        {
            int end = Math.Min(first + perBlock, rows);
            Unfold(team, window, images, first, end, columns);
            CpuMatMul.Run(
                team, size with { Rows = (end - first) * window.Across.Output }, columns, weight, bias, activation,
                y + (nint)first * window.Across.Output * outputs);
        }
    }

    /// <summary>images = f(Σ windows rows·weightᵀ + addend).</summary>
    public static void TransposedConvolution<TFormula>(
        ThreadTeam team, ConvolutionWindow window, int inputs, float* rows, float* weight, float* addend, TFormula activation, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (DirectTransposedConvolution.Fits(window, inputs))
        {
            DirectTransposedConvolution.Run(team, window, inputs, rows, weight, addend, activation, images);
            return;
        }

        // Columns of whole vectors, the surplus zeros: a product with a part of one takes twice as long (25 columns: 1.6 ms for 0.7).
        // A single column stays one: its products have another order of additions.
        int length = window.RowLength == 1 ? 1 : (window.RowLength + Lanes - 1) & ~(Lanes - 1), rowsPerImage = window.Down.Output * window.Across.Output;
        int imageLength = window.Down.Extent * window.Across.Extent * window.Channels;
        int perBlock = (int)Math.Clamp(BlockLengthOf(length) / Math.Max((long)rowsPerImage * length, 1), 1, Math.Max(window.Batch, 1));
        float* columns = ThreadScratch.Columns(perBlock * rowsPerImage * length + length * inputs);

        // Transposed once: each block's product would pack it again.
        float* transposed = columns + (nint)perBlock * rowsPerImage * length;
        if (length != window.RowLength)
        {
            new Span<float>(transposed, length * inputs).Clear();
        }

        CpuCopy.CopyBlock(team, BlockCopy.Create(0, 0, [new(inputs, 1, length), new(window.RowLength, inputs, 1)]), weight, transposed);
        if (NarrowConvolution.FitsTransposed(length, inputs))
        {
            NarrowConvolution.RunTransposed(team, window, inputs, rows, transposed, length, addend, activation, images);
            return;
        }

        for (int first = 0; first < window.Batch; first += perBlock)
        {
            int count = Math.Min(perBlock, window.Batch - first);
            MatMulSize size = new(count * rowsPerImage, length, inputs, TransposeA: false, TransposeB: false);
            CpuMatMul.Run(team, size, rows + (nint)first * rowsPerImage * inputs, transposed, default, default(Identity), columns);
            Fold(team, window with { Batch = count }, columns, length, addend, activation, images + (nint)first * imageLength);
        }
    }

    /// <summary>weight = windowsᵀ·rows + addend.</summary>
    public static void WeightGradient(
        ThreadTeam team, ConvolutionWindow window, int outputs, float* images, float* rows, float* addend, float* weight)
    {
        MatMulSize size = new(window.RowLength, outputs, window.Rows, TransposeA: true, TransposeB: false);
        MatMulAddend sum = addend is null ? default : new MatMulAddend(addend, outputs);
        int lines = window.Batch * window.Down.Output;
        if (window.IsReshape || lines == 0)
        {
            CpuMatMul.Run(team, size, images, rows, sum, default(Identity), weight);
            return;
        }

        if (DirectWeightGradient.Fits(window, outputs))
        {
            DirectWeightGradient.Run(team, window, outputs, images, rows, addend, weight);
            return;
        }

        if (PaddedWeightGradient.Fits(window, outputs))
        {
            PaddedWeightGradient.Run(team, window, outputs, images, rows, addend, weight);
            return;
        }

        int perBlock = RowsPerBlock(window, lines);
        float* columns = ThreadScratch.Columns(perBlock * window.Across.Output * window.RowLength);
        for (int first = 0; first < lines; first += perBlock)
        {
            int end = Math.Min(first + perBlock, lines);
            Unfold(team, window, images, first, end, columns);
            CpuMatMul.Run(
                team, size with { Inner = (end - first) * window.Across.Output }, columns,
                rows + (nint)first * window.Across.Output * outputs, sum, default(Identity), weight);

            // The next block's chains go on from here; a tile loads its sums before it stores them.
            sum = new MatMulAddend(weight, outputs);
        }
    }

    // Rows of windows whose columns make a block.
    private static int RowsPerBlock(ConvolutionWindow window, int rows) => (int)Math.Clamp(
        BlockLengthOf(window.RowLength) / Math.Max((long)window.Across.Output * window.RowLength, 1), 1, Math.Max(rows, 1));

    private static long BlockLengthOf(int rowLength) => rowLength < LongRow ? BlockLength : BlockLengthOfLongRows;

    private static void Unfold(ThreadTeam team, in ConvolutionWindow window, float* images, int first, int end, float* columns)
    {
        int rows = end - first;
        Job<Identity> job = new() { Window = window, Images = images, Columns = columns, First = first, Rows = rows };
        job.PerItem = RowsPerItem(team, rows, rows * window.Across.Output * window.RowLength);
        team.Run(&UnfoldRows, &job, Chunks.Count(rows, job.PerItem));
    }

    private static int RowsPerItem(ThreadTeam team, int rows, int count) => team.Threads == 1 || count <= Chunks.SerialLimit
        ? rows
        : (int)Math.Clamp((long)rows * Chunks.SerialLimit / count, 1, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnfoldRows(Job<Identity>* job, int item)
    {
        int first = item * job->PerItem, end = first + Math.Min(job->PerItem, job->Rows - first);
        UnfoldRows(
            job->Window, job->Images, job->First + first, job->First + end,
            job->Columns + (nint)first * job->Window.Across.Output * job->Window.RowLength);
    }

    /// <summary>The windows of some rows of windows, counted through all images, one after the other from <paramref name="columns"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void UnfoldRows(in ConvolutionWindow window, float* images, int first, int end, float* columns)
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int run = across.Size * channels;
        for (int row = first; row < end; row++)
        {
            int image = row / outputsDown, top = (row - image * outputsDown) * down.Stride - down.Before;
            float* pixels = images + (nint)image * down.Extent * across.Extent * channels;
            for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride)
            {
                // Numbers of a run before, inside and after the image.
                int before = Math.Clamp(-left, 0, across.Size) * channels;
                int inside = Math.Max(Math.Min(across.Size, across.Extent - left) * channels - before, 0);
                float* source = pixels + ((nint)top * across.Extent + left) * channels;
                for (int p = 0; p < down.Size; p++)
                {
                    if ((uint)(top + p) >= (uint)down.Extent || inside == 0)
                    {
                        Clear(columns, run);
                    }
                    else if (inside == run)
                    {
                        Copy(source, columns, run);
                    }
                    else
                    {
                        Clear(columns, before);
                        Copy(source + before, columns + before, inside);
                        Clear(columns + before + inside, run - before - inside);
                    }

                    source += (nint)across.Extent * channels;
                    columns += run;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldRows<TFormula>(Job<TFormula>* job, int item) where TFormula : unmanaged, IUnaryFormula
    {
        int first = item * job->PerItem, end = first + Math.Min(job->PerItem, job->Rows - first);
        FoldRows(job->Window, job->Columns, job->ColumnStride, job->Addend, job->Activation, first, end, job->Images);
    }

    /// <summary>Some rows of pixels, counted through all images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FoldRows<TFormula>(
        in ConvolutionWindow window, float* columns, nint rowLength, float* addend, TFormula activation, int first, int end, float* images)
        where TFormula : unmanaged, IUnaryFormula
    {
        WindowAxis down = window.Down, across = window.Across;
        int channels = window.Channels, outputsAcross = across.Output, outputsDown = down.Output;
        int run = across.Size * channels, length = across.Extent * channels;
        for (int row = first; row < end; row++)
        {
            int image = row / down.Extent, y = row - image * down.Extent + down.Before;
            float* pixels = images + (nint)row * length;
            Start(pixels, length, addend, channels);

            // This row of pixels is weight row p of the windows at position i where i·stride + p = y.
            for (int i = y / down.Stride, p = y - i * down.Stride; p < down.Size && i >= 0; i--, p += down.Stride)
            {
                if (i >= outputsDown)
                {
                    continue;
                }

                float* source = columns + ((nint)image * outputsDown + i) * outputsAcross * rowLength + p * run;
                if (channels < MinRunChannels)
                {
                    AddColumnByColumn(across, channels, source, rowLength, pixels);
                    continue;
                }

                for (int j = 0, left = -across.Before; j < outputsAcross; j++, left += across.Stride, source += rowLength)
                {
                    int before = Math.Clamp(-left, 0, across.Size) * channels;
                    int inside = Math.Min(across.Size, across.Extent - left) * channels - before;
                    if (inside > 0)
                    {
                        Add(source + before, pixels + left * channels + before, inside);
                    }
                }
            }

            if (typeof(TFormula) != typeof(Identity))
            {
                Activate(activation, pixels, length);
            }
        }
    }

    // One weight column of all windows after the other: their pixels do not overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumnByColumn(in WindowAxis across, int channels, float* source, nint rowLength, float* pixels)
    {
        int stride = across.Stride, step = stride * channels;
        for (int q = 0; q < across.Size; q++)
        {
            (int first, int end) = across.WindowsOver(q);
            float* from = source + first * rowLength + q * channels;
            float* to = pixels + (nint)(first * stride + q - across.Before) * channels;
            if (channels == 1)
            {
                for (int j = first; j < end; j++)
                {
                    *to += *from;
                    from += rowLength;
                    to += stride;
                }

                continue;
            }

            for (int j = first; j < end; j++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    to[channel] += from[channel];
                }

                from += rowLength;
                to += step;
            }
        }
    }

    /// <summary>Puts the addend, or zeros, into a line of pixels.</summary>
    internal static void Start(float* pixels, int length, float* addend, int channels)
    {
        if (addend is null)
        {
            new Span<float>(pixels, length).Clear();
            return;
        }

        for (int i = 0; i < length; i += channels)
        {
            Copy(addend, pixels + i, channels);
        }
    }

    /// <summary>y[i] = f(y[i]).</summary>
    internal static void Activate<TFormula>(TFormula formula, float* y, int count) where TFormula : unmanaged, IUnaryFormula
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            formula.Invoke(Vector512.Load(y + i)).Store(y + i);
        }

        if (i < count)
        {
            PaddedVector.Store(formula.Invoke(PaddedVector.Load(y + i, count - i, 1f)), y + i, count - i);
        }
    }

    // Runs are short, so that calling memcpy would cost more than the copy: whole vectors, the last one overlapping the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        if (count >= Lanes)
        {
            int last = count - Lanes;
            for (int i = 0; i < last; i += Lanes)
            {
                Vector512.Load(source + i).Store(target + i);
            }

            Vector512.Load(source + last).Store(target + last);
        }
        else if (count >= 4)
        {
            for (int i = 0; i < count - 4; i += 4)
            {
                Vector128.Load(source + i).Store(target + i);
            }

            Vector128.Load(source + count - 4).Store(target + count - 4);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                target[i] = source[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float>.Zero.Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = 0f;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector512.Load(target + i) + Vector512.Load(source + i)).Store(target + i);
        }

        for (; i <= count - 4; i += 4)
        {
            (Vector128.Load(target + i) + Vector128.Load(source + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }

    private struct Job<TFormula> where TFormula : unmanaged
    {
        public ConvolutionWindow Window;
        public TFormula Activation;
        public float* Images;
        public float* Columns;
        public int ColumnStride;
        public float* Addend;
        public int First;
        public int Rows;
        public int PerItem;
    }
}
