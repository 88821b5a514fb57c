using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan train PRESET</c>: a training run, from data to samples.</summary>
internal static class TrainCommand
{
    /// <summary>Time limits in minutes.</summary>
    internal static ValueKind MinuteValues { get; } = new RealNumbers(0, 1e6) { ExcludesLeast = true };

    /// <summary>The command.</summary>
    /// <param name="shown">The preset whose defaults the help shows; null for all presets'.</param>
    public static Command Create(Preset? shown = null)
    {
        Argument<string> preset = new("preset")
        {
            Description = "What to train: " + string.Join("; ", PresetCatalog.All.Select(entry => $"{entry.Name}, {entry.Summary}, {entry.Options.Steps} steps")) + ".",
        };
        Option<bool> faithful = new("--faithful") { Description = "Run exactly as the source is written: " + string.Join("; ", PresetCatalog.All.Select(entry => $"{entry.Name}: {entry.FaithfulNote}")) + "." };
        Option<bool> quick = new("--quick") { Description = $"A short run to look at: {string.Join(", ", PresetCatalog.All.Select(entry => $"{entry.Name} {entry.QuickSteps} steps"))}." };
        ValueOption<double> minutes = new("--minutes", MinuteValues) { Description = "Stop after so many minutes of training, with a checkpoint." };
        Option<string?> output = new("--out") { Description = "The run folder; one that is not empty is refused. [default: the next free runs/PRESET-NNN]" };
        Option<string?> configuration = new("--config") { Description = "JSON with options of the run, or another run's run.json; options on the command line win." };
        TrainingOptionSet hyperparameters = new(shown);
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("train", "Train a preset on real images and write a run folder.") { preset, quick, faithful, minutes, output, configuration };
        device.AddTo(command);
        data.AddTo(command);
        hyperparameters.AddTo(command);
        command.SetAction(parsed =>
        {
            Preset chosen = PresetCatalog.Find(parsed.GetValue(preset)!);
            TimeSpan? limit = minutes.Read(parsed) is { } most ? TimeSpan.FromMinutes(most) : null;
            (TrainingOptions start, TrainingOptions configured) = Configure(chosen, parsed.GetValue(faithful), parsed.GetValue(configuration));
            bool isQuick = parsed.GetValue(quick);
            TrainingOptions options = isQuick ? Shorten(configured, chosen.QuickSteps) : configured;
            options = TrainingOptionsCheck.Validate(hyperparameters.Apply(parsed, options));
            HyperparameterCatalog.EnsureUsed($"Configuration '{parsed.GetValue(configuration)}'", configured, start, options);

            using IBackend backend = device.Open(parsed, Console.WriteLine, options);
            string? path = parsed.GetValue(output);
            if (path is not null)
            {
                RunFolder.EnsureFree(path);
            }

            ITrainingData trained = TrainingDataCatalog.Load(options.Dataset, data.Source(parsed, Console.WriteLine)).First(options.TrainingImages);
            Console.WriteLine(TrainingLoop.Forecast(options, backend, options.Steps, limit, isQuick ? chosen : null));
            using RunFolder folder = path is null ? RunFolder.CreateNext(options.Preset) : RunFolder.Create(path);
            Console.WriteLine($"training {options.Preset}{(options.Faithful ? " --faithful" : "")}{(isQuick ? " --quick" : "")}: {options.Steps} steps of {options.BatchSize} {trained.Unit}{(options.TrainingImages > 0 ? $" out of the first {trained.Count}" : "")}, into {folder.Path}{(isQuick ? " (a quick look, not the full run)" : "")}");
            return TrainingLoop.Run(options, backend, trained, folder, start: null, limit, isQuick ? chosen : null);
        });
        return command;
    }

    /// <summary>A preset under a configuration file: the file decides between the faithful and the corrected face too, unless the flag does.</summary>
    /// <returns>The preset, and the same with what the file says.</returns>
    private static (TrainingOptions Start, TrainingOptions Configured) Configure(Preset preset, bool isFaithful, string? configuration)
    {
        if (configuration is null)
        {
            TrainingOptions options = isFaithful ? preset.FaithfulOptions : preset.Options;
            return (options, options);
        }

        TrainingOptions asked = TrainingOptionsFile.Overlay(preset.Options, configuration);
        if (asked.Preset != preset.Name)
        {
            throw new InputException(
                $"Configuration '{configuration}' is of preset '{asked.Preset}', '{preset.Name}' is to be trained. Name that preset, or take \"preset\" out of the file.", ExitCodes.Usage);
        }

        isFaithful |= asked.Faithful;
        TrainingOptions start = isFaithful ? preset.FaithfulOptions : preset.Options;
        return (start, TrainingOptionsFile.Overlay(start, configuration) with { Faithful = isFaithful });
    }

    private static TrainingOptions Shorten(TrainingOptions options, long steps) => options with
    {
        Steps = steps,
        LogEvery = Math.Max(1, steps / 10),
        SampleEvery = Math.Max(1, steps / 5),
        CheckpointEvery = 0,
    };
}
