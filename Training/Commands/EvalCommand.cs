using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan eval RUN</c>: how good a trained generator is: distances to real images, classes, likelihood, beside floors.</summary>
internal static class EvalCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder, or one of its checkpoints." };
        ValueOption<CheckpointChoice> from = FromOption.Create();
        ValueOption<int> count = new("--count", new WholeNumbers<int>(1, 100_000)) { Description = "Samples to make, and test images to reconstruct.", Default = 10_000 };
        ValueOption<ulong> seed = SeedOption.Create("Seed of the noise. [default: the run's]");
        Option<string?> classifier = new("--classifier") { Description = "A file of 'nativegan classifier'. [default: the one in the user's cache, trained now if there is none]" };
        JsonOption json = new();
        DeviceOptions device = new();
        DatasetOptions data = new();
        Command command = new("eval", "Measure a trained generator, and write eval.json into its run folder.") { run, from, count, seed, classifier, json };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            Action<string> log = json.Log(parsed);
            int samples = count.Read(parsed)!.Value;
            ulong? askedSeed = seed.Read(parsed);
            TrainingState checkpoint = from.Read(parsed)!.Value.Read(parsed.GetValue(run)!, log);
            EvaluationImages.EnsureImages(checkpoint.Options);
            string folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint.Path!))!;
            using IBackend backend = device.Open(parsed, log);
            using TrainedGenerator generator = TrainedGenerator.Restore(checkpoint, backend);
            EvaluationImages images = LoadImages(checkpoint, folder, data.Source(parsed, log));
            using TrainedClassifier reader = parsed.GetValue(classifier) is { } path
                ? TrainedClassifier.Load(path, images.Train, backend, log)
                : new ClassifierStore(DatasetCache.ClassifierFolder()).Open(images, backend, log);

            ulong noiseSeed = askedSeed ?? checkpoint.Options.Seed;
            RealImages real = new(images, reader, backend);
            FloorFigures floors = new FloorStore(reader, images, samples).Open(real, log);
            EvaluationReport report = new() { Checkpoint = checkpoint, Classifier = reader, Images = images, Floors = floors, Count = samples, Seed = noiseSeed };
            EvaluationContext context = new(generator, real, samples, noiseSeed);
            report.Measure(context, log);
            string target = Path.Combine(folder, EvaluationFigures.FileName), picture = Path.Combine(folder, "nearest.png");
            report.Save(target);
            context.Samples.Nearest(real).Save(picture, real);
            if (parsed.GetValue(json))
            {
                JsonOption.Write(report.ToJson());
                return ExitCodes.Success;
            }

            report.Write(ConsoleOutput.Result);
            Console.WriteLine($"written: {target}, {picture}");
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
