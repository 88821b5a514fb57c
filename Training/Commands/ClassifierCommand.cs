using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan classifier</c>: trains the classifier that <c>nativegan eval</c> reads samples with.</summary>
internal static class ClassifierCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> set = new("--dataset") { Description = "What it learns to read. One of: mnist, fashion-mnist, built-in-digits.", DefaultValueFactory = _ => "mnist" };
        set.AcceptOnlyFromAmong("mnist", "fashion-mnist", "built-in-digits");
        Option<ulong> seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };
        Option<long?> steps = new("--steps") { Description = "Updates in all, of 128 images each. [default: five passes over the images, at least 400]" };
        Option<string?> output = new("--out") { Description = "The file to write. [default: the user's cache, where 'nativegan eval' looks for it]" };
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("classifier", "Train the classifier of real images that eval reads samples with.") { set, seed, steps, output };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(steps) is { } asked && asked is < 1 or > int.MaxValue)
            {
                throw new InputException($"--steps: found {parsed.GetValue(steps)}, 1 to {int.MaxValue} is expected.", ExitCodes.Usage);
            }

            using IBackend backend = device.Open(parsed, Console.WriteLine);
            EvaluationImages images = EvaluationImages.Load(data.Source(parsed, Console.WriteLine), Kind(parsed.GetValue(set)!));
            if (images.Note is { } note)
            {
                Console.WriteLine($"note: {note}");
            }

            ClassifierOptions options = ClassifierOptions.For(images.Train.Count);
            options = options with { Seed = parsed.GetValue(seed), Steps = parsed.GetValue(steps) ?? options.Steps };
            string path = parsed.GetValue(output) ?? new ClassifierStore(DatasetCache.ClassifierFolder()).PathFor(images.Train);
            using TrainedClassifier classifier = TrainedClassifier.Train(options, images, path, backend, Console.WriteLine);
            return ExitCodes.Success;
        });
        return command;
    }

    private static DatasetKind Kind(string name) => name switch
    {
        "mnist" => DatasetKind.Mnist,
        "fashion-mnist" => DatasetKind.FashionMnist,
        _ => DatasetKind.BuiltInDigits,
    };
}
