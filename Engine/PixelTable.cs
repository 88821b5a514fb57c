using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>Images on a device, one a row, as unsigned bytes: a quarter of the memory of float32.</summary>
/// <remarks>Rows are gathered and scaled to numbers in one pass by <c>GatherPixels</c>.</remarks>
public sealed class PixelTable : IDisposable
{
    /// <summary>Copies pixels to a device.</summary>
    /// <param name="backend">Where they go.</param>
    /// <param name="pixels">rows × columns bytes, row by row.</param>
    /// <param name="columns">Pixels of an image.</param>
    /// <exception cref="ShapeException">The number of bytes is not a multiple of <paramref name="columns"/>.</exception>
    public PixelTable(IBackend backend, ReadOnlySpan<byte> pixels, int columns)
    {
        if (columns <= 0 || pixels.Length % columns != 0)
        {
            throw new ShapeException($"PixelTable: {pixels.Length} pixels are no whole number of images of {columns} pixels.");
        }

        Backend = backend;
        Columns = columns;
        Rows = pixels.Length / columns;
        Buffer = backend.Allocate(pixels.Length, ElementType.UInt8);
        backend.Upload(pixels, Buffer);
    }

    /// <summary>The device the pixels are on.</summary>
    public IBackend Backend { get; }

    /// <summary>Number of images.</summary>
    public int Rows { get; }

    /// <summary>Pixels of an image.</summary>
    public int Columns { get; }

    internal DeviceBuffer Buffer { get; }

    /// <summary>Returns the buffer to its pool.</summary>
    public void Dispose() => Buffer.Release();
}
