using NativeGan.Engine;

namespace NativeGan.Training.Data;

/// <summary>Batches that are drawn on the device from a formula, never twice the same.</summary>
/// <param name="random">What they are drawn from; owned.</param>
/// <param name="drawsPerBatch">Calls that <paramref name="draw"/> makes of it.</param>
/// <param name="draw">A batch, [batch, sample size].</param>
/// <param name="owned">What else the batches need.</param>
internal sealed class DrawnBatches(RandomSource random, int drawsPerBatch, Func<RandomSource, Tensor> draw, params IDisposable[] owned) : IBatchSource
{
    /// <inheritdoc/>
    public void Prepare()
    {
        // The device draws for itself.
    }

    /// <inheritdoc/>
    public RealBatch Next() => new(draw(random));

    /// <inheritdoc/>
    public void Seek(ulong batches) => random.DrawCount = batches * (ulong)drawsPerBatch;

    /// <inheritdoc/>
    public void Dispose()
    {
        random.Dispose();
        foreach (IDisposable entry in owned)
        {
            entry.Dispose();
        }
    }
}
