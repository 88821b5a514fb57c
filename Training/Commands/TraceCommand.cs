using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Study;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan trace PRESET</c>: the tape of one discriminator and one generator step, forwards and backwards.</summary>
internal static class TraceCommand
{
    private const int DefaultSampleSize = 6;

    private static readonly ValueKind _sizes = new WholeNumbers<int>(1, 4096);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> preset = new("preset") { Description = "Whose networks and losses; 'nativegan presets' shows them all." };
        Option<bool> faithful = new("--faithful") { Description = "As the source is written." };
        ValueOption<int> batch = Size("--batch-size", "Samples in the batch.", 4);
        ValueOption<int> noise = Size("--noise-size", "Numbers in a noise vector.", 3);
        ValueOption<int> hidden = Size("--hidden", "Hidden units of either network.", 5);
        ValueOption<int> sample = new("--sample-size", _sizes) { Description = "Numbers in a sample. [default: 6 for images, or as many as the networks are made for; of points, as many as they have]" };
        ValueOption<ulong> seed = SeedOption.Create("Seed of weights, noise and samples.", 1);
        Command command = new("trace", "Show the tape of one discriminator and one generator step, at a small size.") { preset, faithful, batch, noise, hidden, sample, seed };
        command.SetAction(parsed =>
        {
            Preset chosen = PresetCatalog.Find(parsed.GetValue(preset)!);
            TrainingOptions options = NetworkOptions.WithHidden(parsed.GetValue(faithful) ? chosen.FaithfulOptions : chosen.Options, hidden.Read(parsed)!.Value) with
            {
                BatchSize = batch.Read(parsed)!.Value,
                NoiseSize = noise.Read(parsed)!.Value,
                Seed = seed.Read(parsed)!.Value,
            };
            using ReferenceBackend backend = new();
            new StepTrace(options, DataFor(options, sample.Read(parsed)), backend).Write(Console.Out);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The run's own distribution, or made-up images of one row.</summary>
    private static ITrainingData DataFor(TrainingOptions options, int? sampleSize) =>
        sampleSize is null && TrainingDataCatalog.FindDistribution(options.Dataset) is { } distribution
            ? distribution
            : MadeUpImages.Create(options.BatchSize, 1, sampleSize ?? ModelCatalog.All[options.Model].SampleSize ?? DefaultSampleSize);

    private static ValueOption<int> Size(string name, string description, int value) => new(name, _sizes) { Description = description, Default = value };
}
