using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
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
    public static Command Create()
    {
        Argument<string?> preset = new("preset") { Description = "What to train; 'nativegan presets' shows them all. A --config that names it will do.", Arity = ArgumentArity.ZeroOrOne };
        SwitchOption faithful = new("--faithful") { Section = OptionSection.Run, Description = "Run exactly as the source is written; 'nativegan presets PRESET' says what that changes." };
        SwitchOption quick = new("--quick") { Section = OptionSection.Run, Description = "A short run to look at, with word of what is to be seen." };
        ValueOption<double> minutes = new("--minutes", MinuteValues) { Section = OptionSection.Run, Description = "Stop after so many minutes of training, with a checkpoint." };
        TextOption output = new("--out") { Section = OptionSection.Output, HelpName = "FOLDER", Description = "The run folder; one that is not empty is refused. [default: the next free runs/PRESET-NNN]" };
        TextOption configuration = new("--config") { Section = OptionSection.Run, HelpName = "FILE", Description = "JSON with options of the run, or another run's run.json; - for the standard input. Options on the command line win." };
        SwitchOption dryRun = new("--dry-run") { Section = OptionSection.Run, Description = "Print the run's configuration as JSON that --config takes; train nothing, write nothing." };
        TrainingOptionSet hyperparameters = new(parsed => PresetCatalog.TryFind(parsed.GetValue(preset) ?? "") is { } named
            ? parsed.GetValue(faithful) ? named.FaithfulOptions : named.Options
            : null);
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("train", "Train a preset and write a run folder: metrics, samples, checkpoints.") { preset, quick, faithful, minutes, configuration, dryRun, output };
        device.AddTo(command);
        data.AddTo(command);
        hyperparameters.AddTo(command);
        command.SetAction(parsed =>
        {
            TimeSpan? limit = minutes.Read(parsed) is { } most ? TimeSpan.FromMinutes(most) : null;
            ConfigurationFile? file = parsed.GetValue(configuration) is { } source ? ConfigurationFile.Read(source) : null;
            Preset chosen = Choose(parsed.GetValue(preset), file, parsed.GetValue(configuration));
            ValueOrigins origins = new();
            (TrainingOptions start, TrainingOptions configured) = Configure(chosen, parsed.GetValue(faithful), file, origins);
            bool isQuick = parsed.GetValue(quick);
            TrainingOptions options = isQuick ? Shorten(configured, chosen.QuickSteps) : configured;
            options = TrainingOptionsCheck.Validate(hyperparameters.Apply(parsed, options, origins), origins);
            HyperparameterCatalog.EnsureUsed(origins, configured, start, options);
            if (parsed.GetValue(dryRun))
            {
                ConsoleOutput.Result.Write(JsonText.Of(TrainingOptionsFile.ToNode(options)));
                return ExitCodes.Success;
            }

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
            int exitCode = TrainingLoop.Run(options, backend, trained, folder, start: null, limit, isQuick ? chosen : null);
            if (CommandLine.IsToKeepQuiet(parsed))
            {
                ConsoleOutput.Result.WriteLine(folder.Path);
            }

            return exitCode;
        });
        return command;
    }

    /// <summary>The preset that the command line names, or else the configuration.</summary>
    private static Preset Choose(string? named, ConfigurationFile? file, string? configuration)
    {
        string name = named ?? file?.Preset ?? throw new InputException(
            file is null
                ? "train: no preset was given. 'nativegan presets' shows them all; a --config that names one will do."
                : $"Configuration '{configuration}' names no preset. Give one: {Suggestion.Command("train", "PRESET", "--config", configuration!)}",
            ExitCodes.Usage);
        Preset preset = PresetCatalog.Find(name);
        return file?.Preset is { } own && own != preset.Name
            ? throw new InputException($"Configuration '{configuration}' is of preset '{own}', '{preset.Name}' is to be trained. Leave '{named}' out, or take \"preset\" out of the file.", ExitCodes.Usage)
            : preset;
    }

    /// <summary>A preset under a configuration file: the file decides between the faithful and the corrected face too, unless the flag does.</summary>
    /// <returns>The preset, and the same with what the file says.</returns>
    private static (TrainingOptions Start, TrainingOptions Configured) Configure(Preset preset, bool isFaithful, ConfigurationFile? file, ValueOrigins origins)
    {
        isFaithful |= file?.IsFaithful == true;
        TrainingOptions start = isFaithful ? preset.FaithfulOptions : preset.Options;
        if (file is null)
        {
            return (start, start);
        }

        file.NoteOrigins(origins);
        TrainingOptions configured = NetworkOptions.Settle(start, file.Over(start), origins) with { Faithful = isFaithful };
        NetworkOptions.EnsureAgreement(start, configured, origins);
        return (start, configured);
    }

    private static TrainingOptions Shorten(TrainingOptions options, long steps) => options with
    {
        Steps = steps,
        LogEvery = Math.Max(1, steps / 10),
        SampleEvery = Math.Max(1, steps / 5),
        CheckpointEvery = 0,
    };
}
