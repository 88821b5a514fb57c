using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan train PRESET</c>: a training run, from data to samples.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> preset = new("preset")
        {
            Description = "What to train: " + string.Join("; ", PresetCatalog.All.Select(entry => $"{entry.Name}, {entry.Summary}, {entry.Options.Steps} steps")) + ".",
        };
        Option<bool> faithful = new("--faithful") { Description = "Run exactly as the source is written: " + string.Join("; ", PresetCatalog.All.Select(entry => $"{entry.Name}: {entry.FaithfulNote}")) + "." };
        Option<bool> quick = new("--quick") { Description = $"A short run to look at: {string.Join(", ", PresetCatalog.All.Select(entry => $"{entry.Name} {entry.QuickSteps} steps"))}." };
        Option<double?> minutes = new("--minutes") { Description = "Stop after so many minutes of training, with a checkpoint." };
        Option<string?> output = new("--out") { Description = "The run folder; one that is not empty is refused. [default: the next free runs/PRESET-NNN]" };
        Option<string?> configuration = new("--config") { Description = "JSON with options of the run, or another run's run.json; options on the command line win." };
        TrainingOptionSet hyperparameters = new();
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("train", "Train a preset on real images and write a run folder.") { preset, quick, faithful, minutes, output, configuration };
        device.AddTo(command);
        data.AddTo(command);
        hyperparameters.AddTo(command);
        command.SetAction(parsed =>
        {
            Preset chosen = PresetCatalog.Find(parsed.GetValue(preset)!);
            TrainingOptions options = Configure(chosen, parsed.GetValue(faithful), parsed.GetValue(configuration));
            bool isQuick = parsed.GetValue(quick);
            options = isQuick ? Shorten(options, chosen.QuickSteps) : options;
            options = TrainingOptionsCheck.Validate(hyperparameters.Apply(parsed, options));
            TimeSpan? limit = Limit(parsed.GetValue(minutes));

            using IBackend backend = device.Open(parsed, Console.WriteLine, options);
            string path = RunFolder.Choose(parsed.GetValue(output), options.Preset);
            ITrainingData trained = TrainingDataCatalog.Load(options.Dataset, data.Source(parsed, Console.WriteLine)).First(options.TrainingImages);
            Console.WriteLine(TrainingLoop.Forecast(options, backend, options.Steps, limit, isQuick ? chosen : null));
            using RunFolder folder = RunFolder.Create(path);
            folder.Describe(options, backend, trained);
            Console.WriteLine($"training {options.Preset}{(options.Faithful ? " --faithful" : "")}{(isQuick ? " --quick" : "")}: {options.Steps} steps of {options.BatchSize} {trained.Unit}{(options.TrainingImages > 0 ? $" out of the first {trained.Count}" : "")}, into {folder.Path}{(isQuick ? " (a quick look, not the full run)" : "")}");
            return TrainingLoop.Run(options, backend, trained, folder, start: null, limit, isQuick ? chosen : null);
        });
        return command;
    }

    /// <summary>A time limit in minutes.</summary>
    /// <exception cref="InputException">Not above 0.</exception>
    internal static TimeSpan? Limit(double? minutes) => minutes switch
    {
        null => null,
        > 0 and <= 1e6 => TimeSpan.FromMinutes(minutes.Value),
        _ => throw new InputException($"--minutes: found {minutes}, a number above 0 is expected.", ExitCodes.Usage),
    };

    /// <summary>A preset under a configuration file: the file decides between the faithful and the corrected face too, unless the flag does.</summary>
    private static TrainingOptions Configure(Preset preset, bool isFaithful, string? configuration)
    {
        if (configuration is null)
        {
            return isFaithful ? preset.FaithfulOptions : preset.Options;
        }

        TrainingOptions asked = TrainingOptionsFile.Overlay(preset.Options, configuration);
        if (asked.Preset != preset.Name)
        {
            throw new InputException(
                $"Configuration '{configuration}' is of preset '{asked.Preset}', '{preset.Name}' is to be trained. Name that preset, or take \"preset\" out of the file.", ExitCodes.Usage);
        }

        isFaithful |= asked.Faithful;
        return TrainingOptionsFile.Overlay(isFaithful ? preset.FaithfulOptions : preset.Options, configuration) with { Faithful = isFaithful };
    }

    private static TrainingOptions Shorten(TrainingOptions options, long steps) => options with
    {
        Steps = steps,
        LogEvery = Math.Max(1, steps / 10),
        SampleEvery = Math.Max(1, steps / 5),
        CheckpointEvery = 0,
    };
}
