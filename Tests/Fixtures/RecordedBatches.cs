using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;

namespace NativeGan.Tests.Fixtures;

/// <summary>Recorded batches of numbers, again and again.</summary>
internal sealed class RecordedBatches : IBatchSource
{
    private readonly RowRing _ring;
    private readonly Shape _shape;

    /// <summary>A source whose next batch is the first.</summary>
    /// <param name="backend">Where the batches live.</param>
    /// <param name="values">Batch by batch.</param>
    /// <param name="shape">[batch, sample size].</param>
    public RecordedBatches(IBackend backend, double[] values, Shape shape)
    {
        _shape = shape;
        _ring = new RowRing(backend, values.Length / shape.Count, shape.Count);
        _ring.Fill(values);
    }

    public void Prepare()
    {
        // All batches are on the device.
    }

    public RealBatch Next() => new(_ring.Take(_shape));

    public void Seek(ulong batches) => throw new NotSupportedException("Recorded trainings are not resumed.");

    public void Dispose() => _ring.Dispose();
}
