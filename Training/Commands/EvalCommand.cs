using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan eval RUN</c>: how good a trained generator is, by a classifier of real images.</summary>
internal static class EvalCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder, or one of its checkpoints." };
        ValueOption<CheckpointChoice> from = FromOption.Create();
        ValueOption<int> count = new("--count", new WholeNumbers<int>(1, 100_000)) { Description = "Samples to make, and test images to reconstruct.", Default = 1000 };
        ValueOption<ulong> seed = SeedOption.Create("Seed of the noise. [default: the run's]");
        Option<string?> classifier = new("--classifier") { Description = "A file of 'nativegan classifier'. [default: the one in the user's cache, trained now if there is none]" };
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("eval", "Measure a trained generator, and write eval.json into its run folder.") { run, from, count, seed, classifier };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            int samples = count.Read(parsed)!.Value;
            ulong? askedSeed = seed.Read(parsed);
            TrainingState checkpoint = from.Read(parsed)!.Value.Read(parsed.GetValue(run)!, Console.WriteLine);
            EvaluationImages.EnsureImages(checkpoint.Options);
            string folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint.Path!))!;
            using IBackend backend = device.Open(parsed, Console.WriteLine);
            using TrainedGenerator generator = TrainedGenerator.Restore(checkpoint, backend);
            EvaluationImages images = LoadImages(checkpoint, folder, data.Source(parsed, Console.WriteLine));
            using TrainedClassifier reader = parsed.GetValue(classifier) is { } path
                ? TrainedClassifier.Load(path, images.Train, backend, Console.WriteLine)
                : new ClassifierStore(DatasetCache.ClassifierFolder()).Open(images, backend, Console.WriteLine);

            ulong noiseSeed = askedSeed ?? checkpoint.Options.Seed;
            EvaluationReport report = new() { Checkpoint = checkpoint, Classifier = reader, Images = images, Count = samples, Seed = noiseSeed };
            report.Measure(new EvaluationContext(generator, reader, images, samples, noiseSeed));
            report.Write(Console.Out);
            string target = Path.Combine(folder, "eval.json");
            report.Save(target);
            Console.WriteLine($"written: {target}");
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The images of a run: those it learnt from, by the hash in its folder where the checkpoint lies in one.</summary>
    private static EvaluationImages LoadImages(TrainingState checkpoint, string folder, DatasetSource source)
    {
        if (!File.Exists(Path.Combine(folder, RunFolder.DescriptionName)))
        {
            return EvaluationImages.Load(source, checkpoint.Options.Dataset);
        }

        using RunFolder run = RunFolder.Open(folder);
        EvaluationImages images = EvaluationImages.Load(source, run.UsedBuiltInDigits() ? DatasetKind.BuiltInDigits : checkpoint.Options.Dataset);
        run.EnsureSameData(images.Train);
        return images;
    }
}
