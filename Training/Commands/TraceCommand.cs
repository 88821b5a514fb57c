using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Study;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan trace PRESET</c>: the tape of one discriminator and one generator step, forwards and backwards.</summary>
internal static class TraceCommand
{
    private const int DefaultSampleSize = 6;
    private const int ImageCount = 64;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> preset = new("preset") { Description = $"Whose networks and losses: {string.Join(", ", PresetCatalog.All.Select(entry => entry.Name))}." };
        Option<bool> faithful = new("--faithful") { Description = "As the source is written." };
        Option<int> batch = Size("--batch-size", "Samples in the batch.", 4);
        Option<int> noise = Size("--noise-size", "Numbers in a noise vector.", 3);
        Option<int> hidden = Size("--hidden", "Hidden units of either network.", 5);
        Option<int?> sample = new("--sample-size") { Description = "Numbers in a sample. [default: 6 for images; of points, as many as they have]" };
        Option<ulong> seed = new("--seed") { Description = "Seed of weights, noise and samples.", DefaultValueFactory = _ => 1 };
        Command command = new("trace", "Show the tape of one discriminator and one generator step, at a small size.") { preset, faithful, batch, noise, hidden, sample, seed };
        command.SetAction(parsed =>
        {
            Preset chosen = PresetCatalog.Find(parsed.GetValue(preset)!);
            TrainingOptions options = NetworkOptions.WithHidden(parsed.GetValue(faithful) ? chosen.FaithfulOptions : chosen.Options, Checked(parsed, hidden)) with
            {
                BatchSize = Checked(parsed, batch),
                NoiseSize = Checked(parsed, noise),
                Seed = parsed.GetValue(seed),
            };
            using ReferenceBackend backend = new();
            new StepTrace(options, DataFor(options, parsed.GetValue(sample) is { } size ? Checked(sample, size) : null), backend).Write(Console.Out);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The run's own distribution, or made-up images of one row.</summary>
    private static ITrainingData DataFor(TrainingOptions options, int? sampleSize) =>
        sampleSize is null && TrainingDataCatalog.FindDistribution(options.Dataset) is { } distribution
            ? distribution
            : MadeUpImages.Create(Math.Max(options.BatchSize, ImageCount), 1, sampleSize ?? DefaultSampleSize);

    private static Option<int> Size(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static int Checked(ParseResult parsed, Option<int> option) => Checked(option, parsed.GetValue(option));

    private static int Checked(Option option, int value) => value is >= 1 and <= 4096
        ? value
        : throw new InputException($"{option.Name}: found {value}, 1 to 4096 is expected.", ExitCodes.Usage);
}
