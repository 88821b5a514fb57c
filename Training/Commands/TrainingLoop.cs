using System.Runtime.InteropServices;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Runs;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Commands;

/// <summary>Runs a training for <c>train</c> and <c>resume</c>: progress, interruption, exit code.</summary>
internal static class TrainingLoop
{
    // Longer than that a user does not wait without a word.
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(3);

    /// <summary>Trains and returns the exit code.</summary>
    /// <param name="options">The run.</param>
    /// <param name="backend">Where it runs.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="folder">Where it is written.</param>
    /// <param name="start">Where to go on from; null from the beginning.</param>
    /// <param name="limit">Training time, or null for none.</param>
    /// <param name="quick">For a quick look: the preset, with the full run's length and what the look is to show.</param>
    public static int Run(
        TrainingOptions options, IBackend backend, ITrainingData data, RunFolder folder, TrainingState? start, TimeSpan? limit, Preset? quick = null)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stop);
        TrendObserver trend = new();
        RecentStatistics recent = new([]);
        long step = 0;
        using (TrainingSession session = new(options, backend, data))
        {
            if (start is not null)
            {
                session.Restore(start);
            }

            folder.OpenMetrics(start?.Step ?? 0, session.Statistics);
            ConsoleProgress.Show(options, session.Statistics, start?.Step ?? 0, progress =>
            {
                GanTrainer trainer = new(session, [folder, progress, trend]);
                step = trainer.Run(start, limit, stop.Token);
                recent = trainer.Recent;
            });
        }

        if (recent.Names.Count > 0 && recent.Count > 0)
        {
            Console.WriteLine($"medians of the last {recent.Count} steps: {string.Join(", ", recent.Names.Zip(recent.Medians(), (name, value) => FormattableString.Invariant($"{name} {value:F3}")))}");
        }

        if (quick is not null && step == options.Steps)
        {
            foreach (string line in trend.Verdict(quick.Trend))
            {
                Console.WriteLine(line);
            }
        }

        bool isInterrupted = stop.IsCancellationRequested && step < options.Steps;
        Console.WriteLine(isInterrupted
            ? $"interrupted after step {step}; go on with: nativegan resume {folder.Path}"
            : step < options.Steps
                ? $"time is up after step {step} of {options.Steps}; go on with: nativegan resume {folder.Path}"
                : $"done: {step} steps. Samples: {Path.Combine(folder.Path, "samples")}; more of them: nativegan sample {folder.Path}");
        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    /// <summary>Tries a run's step, before anything is written, and says how long the run will take.</summary>
    /// <param name="options">The run.</param>
    /// <param name="backend">Where it will run.</param>
    /// <param name="steps">Steps that it will do.</param>
    /// <param name="limit">Training time, or null for none.</param>
    /// <param name="quick">For a quick look: the preset.</param>
    /// <exception cref="InputException">Such a step cannot be taken: the options do not go together, or the source is written so (exit code 3).</exception>
    public static string Forecast(TrainingOptions options, IBackend backend, long steps, TimeSpan? limit, Preset? quick = null)
    {
        using Timer notice = new(
            static _ => Console.WriteLine("trying a step first, to say how long the run will take; this one takes a while"), null, _silence, Timeout.InfiniteTimeSpan);
        try
        {
            return InWords(options, StepTrial.Seconds(options, backend), steps, limit, quick);
        }
        catch (ShapeException mismatch) when (options.Faithful)
        {
            throw new InputException($"{mismatch.Message} So it is written in the source of '{options.Preset}': train it without --faithful.", ExitCodes.CheckFailed);
        }
        catch (DeviceFailedException failure)
        {
            throw new InputException($"{failure.Message} Nothing was trained.", ExitCodes.DeviceMissing, failure);
        }
    }

    private static string InWords(TrainingOptions options, double secondsOfAStep, long steps, TimeSpan? limit, Preset? quick)
    {
        int tried = StepTrial.SamplesOf(options);
        string trial = tried < options.BatchSize ? FormattableString.Invariant($"a short trial of {tried} of its {options.BatchSize} samples") : "a short trial";
        string forecast = FormattableString.Invariant($"{1e3 * secondsOfAStep:G3} ms a step in {trial}: {steps} steps take about {Durations.InWords(secondsOfAStep * steps)}");
        forecast += limit is { } time && time.TotalSeconds < secondsOfAStep * steps ? $"; --minutes ends them after {Durations.InWords(time.TotalSeconds)}" : "";
        if (quick is null)
        {
            return forecast;
        }

        string whole = FormattableString.Invariant($"the full run of {quick.Options.Steps} steps about {Durations.InWords(secondsOfAStep * quick.Options.Steps)}");
        return $"{forecast}, {whole}{Environment.NewLine}to be seen: {quick.Trend.Text}";
    }

    /// <summary>Keeps the first and the last samples of a run.</summary>
    private sealed class TrendObserver : ITrainingObserver
    {
        private SampleReport? _first, _last;

        /// <inheritdoc/>
        public void OnSamples(SampleReport samples)
        {
            _first ??= samples;
            _last = samples;
        }

        /// <summary>What the run showed of a trend, line by line.</summary>
        public IEnumerable<string> Verdict(Trend trend) => trend.Verdict(_first!, _last!);
    }

    // A signal that was ignored when the program started stays ignored: .NET keeps to that custom. So a Ctrl-C that is meant for the
    // foreground does not stop a background job of a script; SIGTERM does.
    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !stop.IsCancellationRequested; // a second signal ends the program at once
        stop.Cancel();
    });
}
