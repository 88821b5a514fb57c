using System.Diagnostics;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Loop;

/// <summary>The one training loop: runs the first step and captures it, then replays it, and tells observers what happens.</summary>
/// <param name="session">The run.</param>
/// <param name="observers">Who hears of it.</param>
/// <param name="captures">False to run every step eagerly, tape and all; the numbers are the same.</param>
public sealed class GanTrainer(TrainingSession session, IReadOnlyList<ITrainingObserver> observers, bool captures = true)
{
    private const double ProgressSeconds = 0.2;

    private readonly int _width = GanStep.MetricCount + session.Statistics.Count;
    private readonly double[] _metrics = new double[TrainingSession.MetricsCapacity * (GanStep.MetricCount + session.Statistics.Count)];
    private readonly TrainingOptions _options = session.Options;
    private TrainingState? _lastCheckpoint;
    private long _unreadSteps;
    private MetricsRow _latest;

    /// <summary>The statistics of the last steps of this call.</summary>
    public RecentStatistics Recent { get; } = new(session.Statistics);

    /// <summary>Trains until the configured number of steps, the time limit or cancellation, whichever comes first.</summary>
    /// <param name="start">Where to go on from; null from the beginning.</param>
    /// <param name="timeLimit">Training time of this call, or null for none.</param>
    /// <param name="stop">Ends the run after the current step, with a checkpoint.</param>
    /// <returns>Steps done in all.</returns>
    /// <exception cref="InputException">Training diverged (exit code 6), the device was lost (4), or a file could not be written.</exception>
    public long Run(TrainingState? start, TimeSpan? timeLimit, CancellationToken stop)
    {
        long step = start?.Step ?? 0;
        double elapsedBefore = start?.ElapsedSeconds ?? 0;
        _lastCheckpoint = start;
        Stopwatch clock = Stopwatch.StartNew();
        (double progressAt, double loggedAt, long loggedStep) = (0, 0, step);
        if (step == 0)
        {
            SampleReport samples = session.ReportSamples(0);
            Observe(observer => observer.OnSamples(samples));
            WriteCheckpoint(0, 0, isDue: _options.CheckpointEvery > 0);
        }

        ICapturedStep? captured = null;
        try
        {
            bool isLast = step >= _options.Steps;
            while (!isLast)
            {
                session.Batches.Prepare();
                if (captured is not null)
                {
                    captured.Replay();
                }
                else if (captures)
                {
                    captured = session.Backend.Capture(session.Step.Run);
                }
                else
                {
                    session.Step.Run();
                }

                step++;
                _unreadSteps++;
                double elapsed = clock.Elapsed.TotalSeconds;
                if (elapsed - progressAt >= ProgressSeconds)
                {
                    // A device may lag behind the steps it was handed: time limits and signals count finished ones.
                    session.Backend.Synchronize();
                    elapsed = clock.Elapsed.TotalSeconds;
                }

                isLast = step == _options.Steps || stop.IsCancellationRequested || elapsed >= timeLimit?.TotalSeconds;
                if (isLast || IsDue(step, _options.LogEvery))
                {
                    ReadMetrics(step);
                    elapsed = clock.Elapsed.TotalSeconds;
                    _latest = _latest with
                    {
                        StepsPerSecond = (float)((step - loggedStep) / Math.Max(elapsed - loggedAt, 1e-9)),
                        ElapsedSeconds = elapsedBefore + elapsed,
                    };
                    Observe(observer => observer.OnMetrics(_latest));
                    (loggedAt, loggedStep) = (elapsed, step);
                }
                else if (_unreadSteps == TrainingSession.MetricsCapacity)
                {
                    ReadMetrics(step);
                }

                if (isLast || IsDue(step, _options.SampleEvery))
                {
                    ReadMetrics(step);
                    SampleReport samples = session.ReportSamples(step);
                    Observe(observer => observer.OnSamples(samples));
                }

                if (isLast || IsDue(step, _options.CheckpointEvery))
                {
                    ReadMetrics(step);
                    WriteCheckpoint(step, elapsedBefore + clock.Elapsed.TotalSeconds, isDue: true);
                }

                if (elapsed - progressAt >= ProgressSeconds || isLast)
                {
                    progressAt = elapsed;
                    Observe(observer => observer.OnProgress(step));
                }
            }
        }
        catch (DeviceFailedException failure)
        {
            throw new InputException($"{failure.Message} Training stopped after step {step}.{LastCheckpoint}", ExitCodes.DeviceMissing);
        }
        finally
        {
            captured?.Dispose();
        }

        return step;
    }

    private static bool IsDue(long step, long interval) => interval > 0 && step % interval == 0;

    /// <summary>Reads the losses of the steps since the last reading, and stops at the first that is not finite.</summary>
    private void ReadMetrics(long step)
    {
        if (_unreadSteps == 0)
        {
            return;
        }

        session.Metrics.Read(_metrics);
        session.Metrics.Rewind();
        long first = step - _unreadSteps + 1;
        for (long row = 0; row < _unreadSteps; row++)
        {
            ReadOnlySpan<double> values = _metrics.AsSpan((int)row * _width, _width);
            EnsureFinite("discriminator", values[0], first + row);
            EnsureFinite("generator", values[1], first + row);
            Recent.Add(values[GanStep.MetricCount..]);
            if (row == _unreadSteps - 1)
            {
                _latest = new MetricsRow(step, (float)values[0], (float)values[1], (float)values[2], (float)values[3], 0, 0) { Statistics = ToFloats(values[GanStep.MetricCount..]) };
            }
        }

        _unreadSteps = 0;
    }

    private static float[] ToFloats(ReadOnlySpan<double> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)values[i];
        }

        return floats;
    }

    private void EnsureFinite(string network, double loss, long step)
    {
        if (!double.IsFinite(loss))
        {
            throw Diverged($"the {network}'s loss is {(double.IsNaN(loss) ? "NaN" : "infinite")} at step {step}");
        }
    }

    private void WriteCheckpoint(long step, double elapsedSeconds, bool isDue)
    {
        if (!isDue)
        {
            return;
        }

        TrainingState state = session.TakeState(step, elapsedSeconds);
        if (state.NonFiniteTensor is { } tensor)
        {
            throw Diverged($"after step {step} '{tensor}' holds NaN or infinity, though the losses were finite");
        }

        Observe(observer => observer.OnCheckpoint(state));
        _lastCheckpoint = state;
    }

    private string LastCheckpoint => _lastCheckpoint?.Path is { } path ? $" The last good checkpoint is '{path}' (step {_lastCheckpoint.Step})." : " No checkpoint was written.";

    private InputException Diverged(string what) =>
        new($"Training diverged: {what}.{LastCheckpoint} {DivergenceAdvice.For(_options)}", ExitCodes.Diverged);

    private void Observe(Action<ITrainingObserver> tell)
    {
        foreach (ITrainingObserver observer in observers)
        {
            tell(observer);
        }
    }
}
