using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan resume RUN</c>: goes on from the newest checkpoint, to the same bits as an undisturbed run.</summary>
internal static class ResumeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder that 'nativegan train' made." };
        ValueOption<long> steps = new("--steps", HyperparameterCatalog.Find(nameof(TrainingOptions.Steps)).Kind) { Description = "Train to so many steps in all. [default: what the run was started with]" };
        ValueOption<CheckpointChoice> from = FromOption.Create();
        ValueOption<double> minutes = new("--minutes", TrainCommand.MinuteValues) { Description = "Stop after so many minutes of training, with a checkpoint." };
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("resume", "Go on with a run from its newest checkpoint.") { run, steps, from, minutes };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            long? total = steps.Read(parsed);
            TimeSpan? limit = minutes.Read(parsed) is { } most ? TimeSpan.FromMinutes(most) : null;
            CheckpointChoice choice = from.Read(parsed)!.Value;
            using RunFolder folder = RunFolder.OpenToTrain(parsed.GetValue(run)!);
            TrainingState? start = choice.TryRead(folder, Console.WriteLine);
            TrainingOptions options = start?.Options ?? folder.ReadOptions();
            options = TrainingOptionsCheck.Validate(total is { } last ? options with { Steps = last } : options);
            if (start?.Step >= options.Steps)
            {
                Console.WriteLine($"'{folder.Path}' is at step {start.Step} of {options.Steps}: nothing to do. Give a larger --steps to train on.");
                return ExitCodes.Success;
            }

            using IBackend backend = device.Open(parsed, Console.WriteLine, options, folder);
            ITrainingData trained = TrainingDataCatalog.Load(folder.UsedBuiltInDigits() ? DatasetKind.BuiltInDigits : options.Dataset, data.Source(parsed, Console.WriteLine)).First(options.TrainingImages);
            folder.EnsureSameData(trained);
            Console.WriteLine(TrainingLoop.Forecast(options, backend, options.Steps - (start?.Step ?? 0), limit));
            Console.WriteLine(start is null
                ? $"resuming {folder.Path}: no checkpoint yet, from the beginning"
                : $"resuming {folder.Path} after step {start.Step} of {options.Steps}");
            return TrainingLoop.Run(options, backend, trained, folder, start, limit);
        });
        return command;
    }
}
