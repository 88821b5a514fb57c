using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Both losses at every step of a training run.</summary>
/// <param name="Discriminator">D's loss, one number a step.</param>
/// <param name="Generator">G's loss, one number a step.</param>
internal sealed record LossTrajectory(double[] Discriminator, double[] Generator)
{
    /// <summary>Steps.</summary>
    public int Length => Discriminator.Length;

    /// <summary>Trains from the beginning and reads the losses at the end; at most <see cref="TrainingSession.MetricsCapacity"/> steps.</summary>
    /// <param name="options">The run; nothing in it but the number of steps is ignored.</param>
    /// <param name="backend">Where; not disposed of.</param>
    /// <param name="images">On what.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="isCaptured">Whether the first step is captured and replayed, as the training program does.</param>
    public static LossTrajectory Record(TrainingOptions options, IBackend backend, ImageDataset images, int steps, bool isCaptured)
    {
        using TrainingSession session = new(options, backend, images);
        ICapturedStep? captured = null;
        for (int step = 0; step < steps; step++)
        {
            session.Batches.Prepare();
            if (!isCaptured)
            {
                session.Step.Run();
            }
            else if (captured is null)
            {
                captured = backend.Capture(session.Step.Run);
            }
            else
            {
                captured.Replay();
            }
        }

        double[] rows = new double[session.Metrics.Rows * GanStep.MetricCount];
        session.Metrics.Read(rows);
        captured?.Dispose();
        return new LossTrajectory(
            [.. Enumerable.Range(0, steps).Select(step => rows[step * GanStep.MetricCount])],
            [.. Enumerable.Range(0, steps).Select(step => rows[step * GanStep.MetricCount + 1])]);
    }

    /// <summary>The larger of both losses' relative distances from another trajectory, at one step.</summary>
    public double Distance(LossTrajectory other, int step) => Math.Max(
        Relative(Discriminator[step], other.Discriminator[step]), Relative(Generator[step], other.Generator[step]));

    private static double Relative(double found, double expected) =>
        found.Equals(expected) ? 0 : Math.Abs(found - expected) / Math.Max(Math.Abs(found), Math.Abs(expected));
}
