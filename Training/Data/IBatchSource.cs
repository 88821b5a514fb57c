namespace NativeGan.Training.Data;

/// <summary>Where a training step gets its real samples.</summary>
public interface IBatchSource : IDisposable
{
    /// <summary>Host work before a step, outside of what is captured: refills index rings.</summary>
    void Prepare();

    /// <summary>The next batch; captured with the step, so a replay draws anew.</summary>
    RealBatch Next();

    /// <summary>Goes to where <paramref name="batches"/> batches have been drawn.</summary>
    void Seek(ulong batches);
}
