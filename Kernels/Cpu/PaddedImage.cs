using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Some lines of windows of one image with the zeros around it, in a thread's working memory: every window lies inside.</summary>
/// <remarks>
/// A line of windows of 28×28×1 under a weight of 5×5 is 5 lines of 32 numbers. Its windows overlap there as they do in the image:
/// nothing is written more than once, and the products need no case for the edges. The pieces of an image are so short that they
/// stay in the first-level cache.
/// </remarks>
/// <param name="window">Where the windows lie.</param>
internal readonly struct PaddedImage(in ConvolutionWindow window)
{
    private const int Lanes = PaddedVector.Lanes;
    private const int MaxLength = 4 * 1024; // numbers: half of a first-level cache of 32 KB

    private readonly ConvolutionWindow _window = window;

    /// <summary>Numbers of a line of pixels with its zeros, as far as windows reach.</summary>
    public int LineLength => Extent(_window.Across, _window.Across.Output) * _window.Channels;

    /// <summary>Lines of windows whose pixels make a piece, at least 1.</summary>
    public int LinesOfPiece =>
        Math.Max((MaxLength / LineLength - _window.Down.Size) / _window.Down.Stride + 1, 1);

    /// <summary>Lines <paramref name="first"/> to <paramref name="end"/> − 1 of the windows of an image of the batch, until the thread asks for its working memory again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe float* Copy(float* images, int image, int first, int end)
    {
        WindowAxis down = _window.Down, across = _window.Across;
        int channels = _window.Channels, lineLength = LineLength, lines = Extent(down, end - first), top = first * down.Stride - down.Before;
        float* padded = ThreadScratch.Floats(lines * lineLength);
        new Span<float>(padded, lines * lineLength).Clear();
        int before = across.Before * channels, length = Math.Min(across.Extent * channels, lineLength - before);
        nint sourceLength = (nint)across.Extent * channels;
        float* pixels = images + (nint)image * down.Extent * sourceLength;
        int endLine = Math.Min(lines, down.Extent - top);
        for (int line = Math.Max(-top, 0); line < endLine && length > 0; line++)
        {
            Copy(pixels + (top + line) * sourceLength, padded + (nint)line * lineLength + before, length);
        }

        return padded;
    }

    private static int Extent(in WindowAxis axis, int windows) => (windows - 1) * axis.Stride + axis.Size;

    // Whole vectors, the last one overlapping the one before: lines are short.
    private static unsafe void Copy(float* source, float* target, int count)
    {
        if (count < Lanes)
        {
            for (int i = 0; i < count; i++)
            {
                target[i] = source[i];
            }

            return;
        }

        int last = count - Lanes;
        for (int i = 0; i < last; i += Lanes)
        {
            Vector512.Load(source + i).Store(target + i);
        }

        Vector512.Load(source + last).Store(target + last);
    }
}
