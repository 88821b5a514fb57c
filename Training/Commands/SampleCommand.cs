using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Pictures;
using NativeGan.Training.Runs;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan sample RUN</c>: samples of a trained generator, as a picture and for NumPy.</summary>
internal static class SampleCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder, or one of its checkpoints." };
        ValueOption<CheckpointChoice> from = FromOption.Create();
        ValueOption<int> count = new("--count", new WholeNumbers<int>(1, 10_000_000)) { Description = "Samples to generate. [default: 36 images; of points, as many as a training shows]" };
        ValueOption<ulong> seed = SeedOption.Create("Seed of the noise. [default: the run's]");
        Option<string?> output = new("--out") { Description = "The picture: a PNG grid of images, an SVG plot of points. [default: samples.png or samples.svg in the run folder, unless --npy is given]" };
        Option<string?> npy = new("--npy") { Description = "Write the samples for NumPy: float32, count x 784 in [0, 1] for images, count x coordinates for points." };
        ValueOption<int> scale = new("--scale", new WholeNumbers<int>(1, 64)) { Description = "Side of a pixel in a grid of images.", Default = 3 };
        Option<bool> invert = new("--invert") { Description = "Dark on light, as S0 shows them." };
        ValueOption<int> digit = new("--digit", new WholeNumbers<int>(0, MnistImages.Classes - 1)) { Description = "The class to generate, for models that see classes. [default: each in turn]" };
        Option<bool> reconstruct = new("--reconstruct") { Description = "Instead of new images: real ones, each followed by what the generator makes of its encoding; for models with an encoder." };
        DatasetOptions data = new();
        DeviceOptions device = new();
        Command command = new("sample", "Generate samples with a trained generator.") { run, from, count, seed, digit, reconstruct, output, npy, scale, invert };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            int? askedCount = count.Read(parsed), askedDigit = digit.Read(parsed);
            int pixelSide = scale.Read(parsed)!.Value;
            ulong? askedSeed = seed.Read(parsed);
            TrainingState checkpoint = from.Read(parsed)!.Value.Read(parsed.GetValue(run)!, Console.WriteLine);
            string? npyPath = parsed.GetValue(npy);

            using IBackend backend = device.Open(parsed, Console.WriteLine);
            using TrainedGenerator generator = TrainedGenerator.Restore(checkpoint, backend);
            ISampleView? points = generator.PointView;
            int samples = askedCount ?? points?.Count ?? 36;
            string? gridPath = parsed.GetValue(output)
                ?? (npyPath is null ? Path.Combine(Path.GetDirectoryName(checkpoint.Path) ?? "", points is null ? "samples.png" : "samples.svg") : null);
            if (parsed.GetValue(reconstruct))
            {
                if (!generator.CanReconstruct)
                {
                    throw new InputException($"--reconstruct: '{generator.Options.Preset}' has no encoder. Train a preset that has one: bigan.", ExitCodes.Usage);
                }

                int images = Math.Min(samples, 512);
                string target = gridPath ?? throw new InputException("--reconstruct: it makes a picture; give --out rather than --npy.", ExitCodes.Usage);
                SaveGrid(target, Reconstruct(generator, data.Source(parsed, Console.WriteLine).Load(checkpoint.Options.Dataset), images), pixelSide, parsed.GetValue(invert), isPairs: true);
                Console.WriteLine($"{images} real images, each followed by its reconstruction at step {checkpoint.Step}: {target}");
                return ExitCodes.Success;
            }

            string unit = points is null ? "images" : "points";
            float[] shown = Generate(generator, samples, askedSeed ?? checkpoint.Options.Seed, askedDigit, npyPath);
            if (npyPath is not null)
            {
                Console.WriteLine($"{samples} {unit} of step {checkpoint.Step}: {npyPath}");
            }

            if (gridPath is not null && points is not null)
            {
                gridPath = Path.ChangeExtension(gridPath, ".svg");
                points.Save(gridPath[..^".svg".Length], checkpoint.Step, shown);
                Console.WriteLine($"{shown.Length / generator.SampleSize} {unit} of step {checkpoint.Step} ({new SampleReport(checkpoint.Step, points, shown).FiguresText}): {gridPath}");
            }
            else if (gridPath is not null)
            {
                int cells = SaveGrid(gridPath, shown, pixelSide, parsed.GetValue(invert));
                Console.WriteLine($"{cells} images of step {checkpoint.Step}: {gridPath}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    // Pairs stay side by side: an even number of columns.
    private static int SaveGrid(string path, float[] shades, int scale, bool invert, bool isPairs = false)
    {
        int cells = shades.Length / TrainedGenerator.ImageSize;
        int columns = (int)Math.Ceiling(Math.Sqrt(cells));
        columns += isPairs ? columns % 2 : 0;
        new SampleGrid { Rows = (cells + columns - 1) / columns, Columns = columns, Scale = scale, Invert = invert }.Save(path, shades, PixelRange.ZeroToOne);
        return cells;
    }

    /// <summary>The first images of a set, each followed by G(E(x)), as shades.</summary>
    private static float[] Reconstruct(TrainedGenerator generator, ImageDataset dataset, int count)
    {
        const int pixels = TrainedGenerator.ImageSize;
        ReadOnlySpan<byte> originals = dataset.Pixels.AsSpan(0, Math.Min(count, dataset.Count) * pixels);
        float[] reconstructed = generator.Reconstruct(originals);
        float[] pairs = new float[2 * originals.Length];
        for (int pixel = 0; pixel < originals.Length; pixel++)
        {
            int place = 2 * (pixel - pixel % pixels) + pixel % pixels;
            pairs[place] = PixelScaling.ZeroToOne.Invoke((float)originals[pixel]);
            pairs[place + pixels] = reconstructed[pixel];
        }

        return pairs;
    }

    /// <summary>Generates samples batch by batch, writes them for NumPy if asked to, and returns the first for a picture.</summary>
    private static float[] Generate(TrainedGenerator generator, int count, ulong seed, int? digit, string? npyPath)
    {
        int numbers = generator.SampleSize, mostShown = generator.PointView is null ? 1024 : 20_000;
        if (digit is { } asked && asked >= generator.Classes)
        {
            throw new InputException(generator.Classes == 0
                ? $"--digit: found {asked}, but '{generator.Options.Preset}' was trained without classes. Leave it out, or train a preset with labels."
                : $"--digit: found {asked}, 0 to {generator.Classes - 1} is expected.", ExitCodes.Usage);
        }

        using NpyWriter? writer = npyPath is null ? null : new NpyWriter(npyPath, numbers);
        float[] shown = new float[Math.Min(count, mostShown) * numbers];
        generator.Sample(count, seed, digit, (first, samples) =>
        {
            writer?.WriteRows(samples);
            if (first < mostShown)
            {
                Span<float> room = shown.AsSpan(first * numbers);
                samples[..Math.Min(room.Length, samples.Length)].CopyTo(room);
            }
        });
        writer?.Complete();
        return shown;
    }
}
