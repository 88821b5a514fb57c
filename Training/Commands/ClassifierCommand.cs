using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan classifier</c>: trains the classifier that <c>nativegan eval</c> reads samples with.</summary>
internal static class ClassifierCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        EnumNames sets = new(typeof(DatasetKind), DatasetKind.Mnist, DatasetKind.FashionMnist, DatasetKind.BuiltInDigits);
        ValueOption<DatasetKind> set = new("--dataset", sets) { Description = $"What it learns to read. {sets.Range}.", Default = DatasetKind.Mnist };
        ValueOption<ulong> seed = SeedOption.Create("Seed of everything random.", 1);
        ValueOption<long> steps = new("--steps", new WholeNumbers<long>(1, int.MaxValue)) { Description = "Updates in all, of 128 images each. [default: ten or twelve passes over the images, at least 400]" };
        Option<string?> output = new("--out") { Description = "The file to write. [default: the user's cache, where 'nativegan eval' looks for it]" };
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("classifier", "Train the classifier of real images that eval reads samples with.") { set, seed, steps, output };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            (DatasetKind kind, ulong chosenSeed, long? askedSteps) = (set.Read(parsed)!.Value, seed.Read(parsed)!.Value, steps.Read(parsed));
            using IBackend backend = device.Open(parsed, Console.WriteLine);
            EvaluationImages images = EvaluationImages.Load(data.Source(parsed, Console.WriteLine), kind);
            if (images.Note is { } note)
            {
                Console.WriteLine($"note: {note}");
            }

            ClassifierOptions options = ClassifierOptions.For(images.Train);
            options = options with { Seed = chosenSeed, Steps = askedSteps ?? options.Steps };
            string path = parsed.GetValue(output) ?? new ClassifierStore(DatasetCache.ClassifierFolder()).PathFor(images.Train);
            using TrainedClassifier classifier = TrainedClassifier.Train(options, images, path, backend, Console.WriteLine);
            return ExitCodes.Success;
        });
        return command;
    }
}
