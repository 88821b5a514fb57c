using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Models;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Training.Commands;

/// <summary>A short trial of a run's own step, on data of the right kind and no meaning.</summary>
internal static class StepTrial
{
    /// <summary>Most samples of a trial's batch: from there on the time of a step grows with the batch.</summary>
    public const int MostSamples = 1024;

    private const double TrialSeconds = 0.2;

    /// <summary>Seconds that the captured step of a run takes, after a warm-up.</summary>
    /// <exception cref="InputException">The model cannot be trained on such data, or not under these options.</exception>
    public static double Seconds(TrainingOptions run, IBackend backend)
    {
        int samples = SamplesOf(run);
        double scale = run.BatchSize / (double)samples;
        run = run with { BatchSize = samples };
        using TrainingSession session = new(run, backend, DataFor(run));
        session.Batches.Prepare();
        using ICapturedStep step = backend.Capture(() => Checked(run, session.Step.Run));

        // A step that is longer than a trial is its own warm-up: nobody waits for a third one.
        double second = BackendTimer.Seconds(backend, Replay);
        return scale * (second > TrialSeconds ? second : BackendTimer.MeanSeconds(backend, Replay, TrialSeconds));

        void Replay()
        {
            session.Batches.Prepare();
            step.Replay();
        }
    }

    /// <summary>Samples of the trial's batch: the run's, or fewer where it has very many.</summary>
    public static int SamplesOf(TrainingOptions run) => run.Packing > 1
        ? Math.Min(run.BatchSize, Math.Max(MostSamples / run.Packing, 1) * run.Packing)
        : Math.Min(run.BatchSize, MostSamples);

    /// <summary>Takes a first step, in which everything that does not fit shows.</summary>
    /// <exception cref="InputException">The networks do not fit together or to the samples: the source is written so (exit code 3), or the options ask for it.</exception>
    public static void Checked(TrainingOptions run, Action step)
    {
        try
        {
            step();
        }
        catch (ShapeException mismatch)
        {
            throw run.Faithful
                ? new InputException($"{mismatch.Message} So it is written in the source of '{run.Preset}': train it without --faithful.", ExitCodes.CheckFailed, mismatch)
                : new InputException($"Model '{run.Model}' takes no step: its networks do not fit together. {mismatch.Message} Give another --model.", ExitCodes.Usage, mismatch);
        }
    }

    /// <summary>A run's distribution, or images and labels of no meaning.</summary>
    public static ITrainingData DataFor(TrainingOptions run) =>
        TrainingDataCatalog.FindDistribution(run.Dataset) ?? MadeUpImages.Create(run.BatchSize, MnistImages.Side, MnistImages.Side);
}
