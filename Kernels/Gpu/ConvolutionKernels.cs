using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Windows of images to rows and back.</summary>
internal static class ConvolutionKernels
{
    /// <summary>columns[r, :] = window r of the images; one thread per element of the columns, 4 to 8 bytes each.</summary>
    /// <remarks>Neighbouring threads have neighbouring channels, so reads and writes coalesce where there are many.</remarks>
    public static void Unfold(ConvolutionWindow window, ArrayView<float> images, ArrayView<float> columns)
    {
        int element = Grid.GlobalIndex.X;
        if (element >= columns.IntLength)
        {
            return;
        }

        int rest = element / window.Channels, channel = element % window.Channels;
        int weightColumn = rest % window.Across.Size;
        rest /= window.Across.Size;
        int weightRow = rest % window.Down.Size;
        rest /= window.Down.Size;
        int x = ((rest % window.Across.Output) * window.Across.Stride) + weightColumn - window.Across.Before;
        rest /= window.Across.Output;
        int y = ((rest % window.Down.Output) * window.Down.Stride) + weightRow - window.Down.Before;
        int image = rest / window.Down.Output;

        float value = 0f;
        if (x >= 0 && x < window.Across.Extent && y >= 0 && y < window.Down.Extent)
        {
            value = images[((((image * window.Down.Extent) + y) * window.Across.Extent + x) * window.Channels) + channel];
        }

        columns[element] = value;
    }

    /// <summary>images = f(Σ columns + addend); one thread per element of the images gathers what the windows hold for it.</summary>
    /// <remarks>
    /// Nothing is scattered, so the sum needs no atomics and has one order. Pixel y is element p of window i where
    /// i·stride + p = y + before: p starts at the remainder of y + before, which is never negative, and grows by a stride
    /// whenever i falls by one.
    /// </remarks>
    public static void Fold<TFormula>(
        ConvolutionWindow window, int addsRow, TFormula activation, ArrayView<float> columns, ArrayView<float> addend, ArrayView<float> images)
        where TFormula : unmanaged, IUnaryFormula
    {
        int element = Grid.GlobalIndex.X;
        if (element >= images.IntLength)
        {
            return;
        }

        int channel = element % window.Channels, rest = element / window.Channels;
        int x = (rest % window.Across.Extent) + window.Across.Before;
        rest /= window.Across.Extent;
        int y = (rest % window.Down.Extent) + window.Down.Before;
        int image = rest / window.Down.Extent;
        int lastDown = y / window.Down.Stride, firstRow = y % window.Down.Stride;
        int lastAcross = x / window.Across.Stride, firstColumn = x % window.Across.Stride;
        int outputsDown = window.Down.Output, outputsAcross = window.Across.Output;

        float sum = addsRow == 0 ? 0f : addend[channel];
        for (int p = firstRow, i = lastDown; p < window.Down.Size && i >= 0; p += window.Down.Stride, i--)
        {
            for (int q = firstColumn, j = lastAcross; q < window.Across.Size && j >= 0; q += window.Across.Stride, j--)
            {
                if (i < outputsDown && j < outputsAcross)
                {
                    int row = (((image * outputsDown) + i) * outputsAcross) + j;
                    sum += columns[((((row * window.Down.Size) + p) * window.Across.Size + q) * window.Channels) + channel];
                }
            }
        }

        images[element] = activation.Invoke(sum);
    }
}
