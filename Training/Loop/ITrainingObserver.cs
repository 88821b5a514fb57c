using NativeGan.Training.Samples;

namespace NativeGan.Training.Loop;

/// <summary>Hears what happens in a run: progress, metrics, samples, checkpoints. Never calls the trainer.</summary>
public interface ITrainingObserver
{
    /// <summary>A few times a second: the last finished step.</summary>
    void OnProgress(long step)
    {
    }

    /// <summary>At each log interval, and at the last step.</summary>
    void OnMetrics(in MetricsRow metrics)
    {
    }

    /// <summary>Before the first step, at each sample interval, and at the last step: the same noise each time.</summary>
    void OnSamples(SampleReport samples)
    {
    }

    /// <summary>At each checkpoint interval, at the last step, and when the run is interrupted.</summary>
    void OnCheckpoint(TrainingState state)
    {
    }
}
