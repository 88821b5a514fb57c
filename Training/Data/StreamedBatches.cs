using NativeGan.Engine;

namespace NativeGan.Training.Data;

/// <summary>Batches of images in an order that the host decides, handed to the device some steps at a time.</summary>
/// <param name="images">The images; owned.</param>
/// <param name="batchSize">Images in a batch.</param>
/// <param name="batchesPerStep">Batches that one step takes.</param>
/// <param name="createStream">Starts the sequence from its beginning.</param>
internal sealed class StreamedBatches(
    LabelledImages images, int batchSize, int batchesPerStep, Func<IIndexStream> createStream) : IBatchSource
{
    private const int StepsAtOnce = 64;

    private readonly RowRing _ring = new(images.Backend, ElementCount.Of(StepsAtOnce, batchesPerStep), batchSize, holdsIndices: true);
    private readonly Indices _rows = Indices.Allocate(images.Backend, new Shape(batchSize));
    private readonly int[] _indices = new int[ElementCount.Of(StepsAtOnce, batchesPerStep, batchSize)];
    private IIndexStream _stream = createStream();
    private int _stepsLeft;

    /// <inheritdoc/>
    public void Prepare()
    {
        if (_stepsLeft == 0)
        {
            _stream.Next(_indices);
            _ring.Fill(_indices);
            _stepsLeft = StepsAtOnce;
        }

        _stepsLeft--;
    }

    /// <inheritdoc/>
    public RealBatch Next()
    {
        _ring.Take(_rows);
        return images.Gather(_rows);
    }

    /// <inheritdoc/>
    public void Seek(ulong batches)
    {
        // A hundred thousand batches are a fraction of a second: cheaper than saving the stream's state.
        _stream = createStream();
        int[] skipped = new int[batchSize];
        for (ulong batch = 0; batch < batches; batch++)
        {
            _stream.Next(skipped);
        }

        _stepsLeft = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Dispose();
        _ring.Dispose();
        _rows.Dispose();
    }
}
