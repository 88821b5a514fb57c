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

    /// <summary>Trains and returns the exit code. The folder's <c>run.json</c> says that it runs, and then how it ended.</summary>
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
        using StopSignals stop = new();
        TrendObserver trend = new();
        RecentStatistics recent = new([]);
        long step = 0;
        using (TrainingSession session = new(options, backend, data))
        {
            if (start is not null)
            {
                session.Restore(start);
            }

            foreach (string path in folder.Begin(options, backend, data, CommandAsTyped, start, session.Statistics))
            {
                Console.WriteLine($"put aside, as the run goes on before it: {path}");
            }

            try
            {
                ConsoleProgress.Show(options, session.Statistics, start?.Step ?? 0, progress =>
                {
                    GanTrainer trainer = new(session, [folder, progress, trend]);
                    step = trainer.Run(start, limit, stop.Token);
                    recent = trainer.Recent;
                });
            }
            catch (Exception failure)
            {
                TryEnd(folder, failure is InputException { ExitCode: ExitCodes.Diverged } ? RunStatus.Diverged : RunStatus.Failed);
                throw;
            }
        }

        bool isInterrupted = stop.IsRaised && step < options.Steps;
        folder.End(isInterrupted ? RunStatus.Interrupted : step < options.Steps ? RunStatus.TimeIsUp : RunStatus.Done);

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

        Console.WriteLine(isInterrupted
            ? $"interrupted after step {step}; go on with: {Suggestion.Command("resume", folder.Path)}"
            : step < options.Steps
                ? $"time is up after step {step} of {options.Steps}; go on with: {Suggestion.Command("resume", folder.Path)}"
                : $"done: {step} steps. Samples: {Path.Combine(folder.Path, "samples")}; more of them: {Suggestion.Command("sample", folder.Path)}");
        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    // The program is started in several ways; people know it by its name.
    private static string CommandAsTyped => Suggestion.Command(Environment.GetCommandLineArgs().Skip(1));

    /// <summary>Writes how a run ended that failed; what it failed of is more important than that this fails too.</summary>
    private static void TryEnd(RunFolder folder, string status)
    {
        try
        {
            folder.End(status);
        }
        catch (InputException)
        {
            // The disk is full, or the folder is gone: run.json stays at "running", which without a process means stopped.
        }
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
}
