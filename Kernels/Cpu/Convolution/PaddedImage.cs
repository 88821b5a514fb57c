using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// A copy of some lines of one image with the zeros around it, in a thread's working memory, so that every window lies inside.
/// </summary>
/// <remarks>
/// A line of windows of 28×28×1 under a weight of 5×5 is 5 lines of 32 numbers. Its windows overlap there as they do in the
/// image: nothing is written more than once, and the products need no case for the edges. A copy is so short that it stays in the
/// first-level cache: <see cref="ForwardPadded"/> and <see cref="WeightGradientPadded"/> copy a few lines of windows at a time,
/// [lines, <see cref="LineLength"/>].
/// </remarks>
/// <param name="window">Where the windows lie.</param>
internal readonly struct PaddedImage(in ConvolutionWindow window)
{
    private const int MaxLength = 4 * 1024; // numbers: half of a first-level cache of 32 KB

    // Numbers of the lines under one line of windows, 64 MB: more is almost all padding.
    private const long MostLength = 16 * 1024 * 1024;

    private readonly ConvolutionWindow _window = window;

    /// <summary>Whether the lines under one line of windows, with their zeros, are few enough numbers to be copied.</summary>
    public static bool Fits(in ConvolutionWindow window) =>
        (long)Extent(window.Across, window.Across.Output) * window.Channels <= MostLength / window.Down.Size;

    /// <summary>Numbers of a line of pixels with its zeros, as far as windows reach.</summary>
    public int LineLength => Extent(_window.Across, _window.Across.Output) * _window.Channels;

    /// <summary>Lines of windows that a copy should be for, at least 1.</summary>
    public int LinesOfCopy =>
        Math.Max((MaxLength / LineLength - _window.Down.Size) / _window.Down.Stride + 1, 1);

    /// <summary>
    /// Lines <paramref name="first"/> to <paramref name="end"/> − 1 of the windows of an image of the batch, until the thread
    /// asks for its working memory again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe float* Copy(float* images, int image, int first, int end)
    {
        WindowAxis down = _window.Down, across = _window.Across;
        int channels = _window.Channels, lineLength = LineLength, lines = Extent(down, end - first);
        int top = first * down.Stride - down.Before;
        long count = (long)lines * lineLength;
        float* padded = ThreadScratch.Floats(count);
        NativeMemory.Clear(padded, (nuint)count * sizeof(float));
        int before = across.Before * channels, length = Math.Min(across.Extent * channels, lineLength - before);
        nint sourceLength = (nint)across.Extent * channels;
        float* pixels = images + (nint)image * down.Extent * sourceLength;
        int endLine = Math.Min(lines, down.Extent - top);
        for (int line = Math.Max(-top, 0); line < endLine && length > 0; line++)
        {
            LineOperations.Copy(pixels + (top + line) * sourceLength, padded + (nint)line * lineLength + before, length);
        }

        return padded;
    }

    private static int Extent(in WindowAxis axis, int windows) => (windows - 1) * axis.Stride + axis.Size;
}
