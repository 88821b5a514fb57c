using System.Runtime.InteropServices;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Output;

namespace NativeGan.Training.Commands;

/// <summary>Runs a training for <c>train</c> and <c>resume</c>: progress, interruption, exit code.</summary>
internal static class TrainingLoop
{
    /// <summary>Trains and returns the exit code.</summary>
    public static int Run(
        TrainingOptions options, IBackend backend, ImageDataset dataset, RunFolder folder, Checkpoint? start, TimeSpan? limit)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stop);
        using TrainingSession session = new(options, backend, dataset);
        if (start is not null)
        {
            session.Restore(start);
        }

        folder.OpenMetrics(start?.Step ?? 0);
        long step = 0;
        try
        {
            ConsoleProgress.Show(options, start?.Step ?? 0, progress =>
                step = new GanTrainer(session, [folder, progress]).Run(start, limit, stop.Token));
        }
        catch (ShapeException mismatch) when (options.Faithful)
        {
            throw new InputException($"{mismatch.Message} So it is written in the source of '{options.Preset}': train it without --faithful.", ExitCodes.CheckFailed);
        }

        bool isInterrupted = stop.IsCancellationRequested && step < options.Steps;
        Console.WriteLine(isInterrupted
            ? $"interrupted after step {step}; go on with: nativegan resume {folder.Path}"
            : step < options.Steps
                ? $"time is up after step {step} of {options.Steps}; go on with: nativegan resume {folder.Path}"
                : $"done: {step} steps. Samples: {Path.Combine(folder.Path, "samples")}; more of them: nativegan sample {folder.Path}");
        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !stop.IsCancellationRequested; // a second signal ends the program at once
        stop.Cancel();
    });
}
