using NativeGan.Training.Loop;
using NativeGan.Training.Samples;

namespace NativeGan.Tests.Training.Support;

/// <summary>Keeps what a training run tells its observers.</summary>
internal sealed class RunLog : ITrainingObserver
{
    public List<MetricsRow> Metrics { get; } = [];

    public List<long> Samples { get; } = [];

    public List<TrainingState> Checkpoints { get; } = [];

    public void OnMetrics(in MetricsRow metrics) => Metrics.Add(metrics);

    public void OnSamples(SampleReport samples) => Samples.Add(samples.Step);

    public void OnCheckpoint(TrainingState state) => Checkpoints.Add(state);
}
