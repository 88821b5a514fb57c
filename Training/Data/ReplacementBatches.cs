using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Training.Data;

/// <summary>Batches of images drawn on the device with replacement: a plain draw of indices at each step.</summary>
internal sealed class ReplacementBatches(PixelTable images, PixelScaling scaling, int batchSize, ulong seed) : IBatchSource
{
    /// <summary>The random stream set aside for it.</summary>
    private const uint Stream = 0xBA7C;

    private readonly RandomSource _random = new(images.Backend, seed, Stream);
    private readonly Indices _rows = Indices.Allocate(images.Backend, new Shape(batchSize));

    /// <inheritdoc/>
    public void Prepare()
    {
        // The device draws for itself.
    }

    /// <inheritdoc/>
    public Tensor Next()
    {
        _random.Integers(_rows, images.Rows);
        return images.GatherPixels(_rows, scaling);
    }

    /// <inheritdoc/>
    public void Seek(ulong batches) => _random.DrawCount = batches;

    /// <inheritdoc/>
    public void Dispose()
    {
        _random.Dispose();
        _rows.Dispose();
    }
}
