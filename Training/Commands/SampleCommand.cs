using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan sample RUN</c>: samples of a trained generator, as a picture and for NumPy.</summary>
internal static class SampleCommand
{
    private const string StandardOutput = "-";

    // A plot of more is a file that no viewer shows.
    private const int MostPoints = 20_000;

    private const int UsualImages = 36, UsualPairs = 32, UsualOfAClass = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder, or one of its checkpoints." };
        ValueOption<CheckpointChoice> from = FromOption.Create();
        ValueOption<int> count = new("--count", new WholeNumbers<int>(1, 10_000_000)) { Description = $"Samples to generate. [default: {UsualImages} images, or {UsualOfAClass} of each class; {UsualPairs} pairs with --reconstruct; of points, as many as a training shows]" };
        ValueOption<ulong> seed = SeedOption.Create("Seed of the noise. [default: the run's]");
        Option<string?> output = new("--out") { Description = "The picture: a PNG grid of images, an SVG plot of points. [default: samples.png, reconstructions.png or samples.svg in the run folder, unless --npy is given]" };
        Option<string?> npy = new("--npy") { Description = "Write the samples for NumPy: float32, count x 784 in [0, 1] for images, count x coordinates for points. '-' is standard output; lines then go to standard error." };
        ValueOption<int> scale = new("--scale", new WholeNumbers<int>(1, 64)) { Description = "Side of a pixel in a grid of images.", Default = 3 };
        Option<bool> invert = new("--invert") { Description = "Dark on light, as S0 shows them." };
        ValueOption<int> digit = new("--digit", new WholeNumbers<int>(0, MnistImages.Classes - 1)) { Description = "The class to generate, for models that see classes. [default: each in turn, one column each]" };
        Option<bool> reconstruct = new("--reconstruct") { Description = "Instead of new images: test images, each followed by what the generator makes of its encoding; --count says how many pairs. For models with an encoder." };
        DatasetOptions data = new();
        DeviceOptions device = new();
        Command command = new("sample", "Generate samples with a trained generator.") { run, from, count, seed, digit, reconstruct, output, npy, scale, invert };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            Request request = new()
            {
                Count = count.Read(parsed),
                Seed = seed.Read(parsed),
                Digit = digit.Read(parsed),
                Scale = scale.Read(parsed)!.Value,
                Invert = parsed.GetValue(invert),
                Npy = parsed.GetValue(npy),
                Picture = parsed.GetValue(output),
            };
            bool isReconstruction = parsed.GetValue(reconstruct);
            EnsureTogether(request, isReconstruction);
            Action<string> log = request.Npy == StandardOutput ? Console.Error.WriteLine : Console.WriteLine;
            TrainingState checkpoint = from.Read(parsed)!.Value.Read(parsed.GetValue(run)!, log);
            using IBackend backend = device.Open(parsed, log);
            using TrainedGenerator generator = TrainedGenerator.Restore(checkpoint, backend);
            request = request.WithPicture(checkpoint, isReconstruction ? "reconstructions" : "samples", generator.PointView is not null);
            if (isReconstruction)
            {
                EnsureEncoder(generator);
                Reconstruct(generator, checkpoint, data.Source(parsed, log).LoadTest(checkpoint.Options.Dataset), request);
            }
            else
            {
                EnsureClass(generator, request.Digit);
                Generate(generator, checkpoint, request, log);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void EnsureTogether(Request request, bool isReconstruction)
    {
        if (request.Npy == StandardOutput && !Console.IsOutputRedirected)
        {
            throw new InputException("--npy -: standard output is a terminal, which cannot show NumPy's bytes. Redirect it to a file or into a program.", ExitCodes.Usage);
        }

        if (request.Picture == StandardOutput)
        {
            throw new InputException("--out -: a picture goes into a file; only --npy writes to standard output.", ExitCodes.Usage);
        }

        string? unused = request switch
        {
            _ when !isReconstruction => null,
            { Npy: not null } => "--npy",
            { Seed: not null } => "--seed",
            { Digit: not null } => "--digit",
            _ => null,
        };
        if (unused is not null)
        {
            throw new InputException($"{unused}: --reconstruct makes a picture of test images, without noise and classes of its own. Leave {unused} out.", ExitCodes.Usage);
        }
    }

    private static void EnsureEncoder(TrainedGenerator generator)
    {
        if (!generator.CanReconstruct)
        {
            throw new InputException($"--reconstruct: '{generator.Options.Preset}' has no encoder. Train a preset that has one: bigan.", ExitCodes.Usage);
        }
    }

    private static void EnsureClass(TrainedGenerator generator, int? digit)
    {
        if (digit is { } asked && asked >= generator.Classes)
        {
            throw new InputException(generator.Classes == 0
                ? $"--digit: found {asked}, but '{generator.Options.Preset}' was trained without classes. Leave it out, or train a preset with labels."
                : $"--digit: found {asked}, 0 to {generator.Classes - 1} is expected.", ExitCodes.Usage);
        }
    }

    /// <summary>Test images, each followed by G(E(x)).</summary>
    private static void Reconstruct(TrainedGenerator generator, TrainingState checkpoint, ImageDataset images, Request request)
    {
        const int pixels = TrainedGenerator.ImageSize;
        int count = request.Count ?? Math.Min(UsualPairs, images.Count);
        if (count > images.Count)
        {
            throw new InputException($"--count: found {count}, but {images.Name} from {images.Source} has {images.Count} test images to reconstruct. Give {images.Count} or fewer.", ExitCodes.Usage);
        }

        SampleOrigin origin = new(generator.Options.Preset, generator.Options.Seed);
        SampleSheet sheet = new(2 * count, columnsOf: 2, request.Scale, request.Invert,
            origin.TextsOf($"{count} test images of {images.Name}, each followed by its reconstruction,", checkpoint.Step));
        ReadOnlySpan<byte> originals = images.Pixels.AsSpan(0, count * pixels);
        float[] reconstructed = generator.Reconstruct(originals);
        float[] pairs = new float[2 * originals.Length];
        for (int pixel = 0; pixel < originals.Length; pixel++)
        {
            int place = 2 * (pixel - pixel % pixels) + pixel % pixels;
            pairs[place] = PixelScaling.ZeroToOne.Invoke((float)originals[pixel]);
            pairs[place + pixels] = reconstructed[pixel];
        }

        sheet.Save(request.Picture!, pairs);
        Console.WriteLine($"{count} test images, each followed by its reconstruction at step {checkpoint.Step}: {request.Picture}");
    }

    private static void Generate(TrainedGenerator generator, TrainingState checkpoint, Request request, Action<string> log)
    {
        bool isOfEachClass = generator.Classes > 0 && request.Digit is null;
        int count = request.Count ?? generator.PointView?.Count ?? (isOfEachClass ? UsualOfAClass * generator.Classes : UsualImages);
        SampleOrigin origin = new(generator.Options.Preset, generator.Options.Seed) { NoiseSeed = request.Seed ?? generator.Options.Seed };
        string unit = generator.PointView is null ? "images" : "points";
        SampleSheet? sheet = request.Picture is not null && generator.PointView is null
            ? new SampleSheet(count, isOfEachClass ? generator.Classes : 1, request.Scale, request.Invert,
                origin.TextsOf($"{count} generated images{(request.Digit is { } digit ? $" of class {digit}" : "")}", checkpoint.Step))
            : null;
        if (request.Picture is not null && sheet is null && count > MostPoints)
        {
            throw new InputException($"--count: found {count}, but a plot shows at most {MostPoints} points. Give fewer, or write all of them with --npy FILE.", ExitCodes.Usage);
        }

        float[] shown = new float[request.Picture is null ? 0 : count * generator.SampleSize];
        Make(generator, count, origin.NoiseSeed.Value, request, shown);
        if (request.Npy is { } npy)
        {
            log($"{count} {unit} of step {checkpoint.Step}: {(npy == StandardOutput ? "standard output" : npy)}");
        }

        if (sheet is not null)
        {
            sheet.Save(request.Picture!, shown);
            log($"{count} images of step {checkpoint.Step}: {request.Picture}");
        }
        else if (request.Picture is { } plot)
        {
            ISampleView view = SampleViewCatalog.For(TrainingDataCatalog.FindDistribution(generator.Options.Dataset)!, PixelScaling.ZeroToOne, origin);
            view.Save(Path.ChangeExtension(plot, null), checkpoint.Step, shown);
            log($"{count} points of step {checkpoint.Step} ({new SampleReport(checkpoint.Step, view, shown).FiguresText}): {plot}");
        }
    }

    /// <summary>Generates samples batch by batch, writes them for NumPy if asked to, and keeps them for a picture if there is room.</summary>
    private static void Make(TrainedGenerator generator, int count, ulong seed, Request request, float[] shown)
    {
        int numbers = generator.SampleSize;
        using Stream? pipe = request.Npy == StandardOutput ? Console.OpenStandardOutput() : null;
        using NpyWriter? writer = request.Npy switch
        {
            null => null,
            StandardOutput => new NpyWriter(pipe!, "standard output", count, numbers),
            var path => new NpyWriter(path, numbers, count),
        };
        using ProgressLine progress = ProgressLine.Open(onError: pipe is not null);
        generator.Sample(count, seed, request.Digit, (first, samples) =>
        {
            writer?.WriteRows(samples);
            if (shown.Length > 0)
            {
                samples.CopyTo(shown.AsSpan(first * numbers));
            }

            progress.Report("making samples", first + samples.Length / numbers, count, "sample");
        });
        writer?.Complete();
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record Request
    {
        public int? Count { get; init; }

        public ulong? Seed { get; init; }

        public int? Digit { get; init; }

        public int Scale { get; init; }

        public bool Invert { get; init; }

        public string? Npy { get; init; }

        public string? Picture { get; init; }

        /// <summary>The same with the picture's place, where there is one, and its format checked.</summary>
        public Request WithPicture(TrainingState checkpoint, string usualName, bool isOfPoints)
        {
            string extension = isOfPoints ? ".svg" : ".png";
            if (Picture is null)
            {
                return Npy is null ? this with { Picture = Path.Combine(Path.GetDirectoryName(checkpoint.Path) ?? "", $"{usualName}{extension}") } : this;
            }

            string found = Path.GetExtension(Picture);
            if (found.Length > 0 && !found.Equals(extension, StringComparison.OrdinalIgnoreCase))
            {
                throw new InputException($"--out: found '{Picture}', but a picture of {(isOfPoints ? "points" : "images")} is written as {extension}. Give a name that ends so.", ExitCodes.Usage);
            }

            // A plot's view adds the extension; a grid of images is written under any name without one, such as /dev/stdout.
            return isOfPoints && found.Length == 0 ? this with { Picture = Picture + extension } : this;
        }
    }
}
