using NativeGan.Engine;

namespace NativeGan.Training.Data;

/// <summary>Batches of images drawn on the device with replacement: a plain draw of indices at each step; owns the images.</summary>
internal sealed class ReplacementBatches(LabelledImages images, int batchSize, ulong seed) : IBatchSource
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
    public RealBatch Next()
    {
        _random.Integers(_rows, images.Count);
        return images.Gather(_rows);
    }

    /// <inheritdoc/>
    public void Seek(ulong batches) => _random.DrawCount = batches;

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Dispose();
        _random.Dispose();
        _rows.Dispose();
    }
}
