namespace NativeGan.Training;

/// <summary>Hears what happens in a run: progress, metrics, samples, checkpoints. Never calls the trainer.</summary>
public interface ITrainingObserver
{
    /// <summary>A few times a second: the last finished step.</summary>
    void OnProgress(long step)
    {
    }

    /// <summary>At each log interval, and at the last step.</summary>
    void OnMetrics(in Output.MetricsRow metrics)
    {
    }

    /// <summary>At each sample interval, and at the last step: the same noise each time.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="images">Samples, one after the other.</param>
    void OnSamples(long step, ReadOnlySpan<float> images)
    {
    }

    /// <summary>At each checkpoint interval, at the last step, and when the run is interrupted.</summary>
    void OnCheckpoint(Checkpoint checkpoint)
    {
    }
}
