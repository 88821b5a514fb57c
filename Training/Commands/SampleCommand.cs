using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Training.Data;
using NativeGan.Training.Output;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan sample RUN</c>: images from a trained generator, as a PNG grid and for NumPy.</summary>
internal static class SampleCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("run") { Description = "A run folder, or one of its checkpoints." };
        Option<int> count = new("--count") { Description = "Images to generate.", DefaultValueFactory = _ => 36 };
        Option<ulong?> seed = new("--seed") { Description = "Seed of the noise. [default: the run's]" };
        Option<string?> output = new("--out") { Description = "The PNG grid. [default: samples.png in the run folder, unless --npy is given]" };
        Option<string?> npy = new("--npy") { Description = "Write the images for NumPy: float32, count x 784, in [0, 1]." };
        Option<int> scale = new("--scale") { Description = "Side of a pixel in the grid.", DefaultValueFactory = _ => 3 };
        Option<bool> invert = new("--invert") { Description = "Dark on light, as S0 shows them." };
        Option<int?> digit = new("--digit") { Description = "The class to generate, for models that see classes. [default: each in turn]" };
        digit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
            {
                result.AddError($"--digit: found {result.GetValueOrDefault<int?>()}, 0 or more is expected.");
            }
        });
        Option<bool> reconstruct = new("--reconstruct") { Description = "Instead of new images: real ones, each followed by what the generator makes of its encoding; for models with an encoder." };
        DatasetOptions data = new();
        DeviceOptions device = new();
        Command command = new("sample", "Generate images with a trained generator.") { run, count, seed, digit, reconstruct, output, npy, scale, invert };
        device.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            int images = Require("--count", parsed.GetValue(count), 1, 10_000_000);
            int pixelSide = Require("--scale", parsed.GetValue(scale), 1, 64);
            Checkpoint checkpoint = TrainedGenerator.Find(parsed.GetValue(run)!);
            string? npyPath = parsed.GetValue(npy);
            string? gridPath = parsed.GetValue(output) ?? (npyPath is null ? Path.Combine(Path.GetDirectoryName(checkpoint.Path) ?? "", "samples.png") : null);

            using IBackend backend = device.Open(parsed, Console.WriteLine);
            using TrainedGenerator generator = TrainedGenerator.Restore(checkpoint, backend);
            if (parsed.GetValue(reconstruct))
            {
                if (!generator.CanReconstruct)
                {
                    throw new InputException($"--reconstruct: '{generator.Options.Preset}' has no encoder. Train a preset that has one: bigan.", ExitCodes.Usage);
                }

                images = Math.Min(images, 512);
                string target = gridPath ?? throw new InputException("--reconstruct: it makes a picture; give --out rather than --npy.", ExitCodes.Usage);
                SaveGrid(target, Reconstruct(generator, data.Source(parsed, Console.WriteLine).Load(checkpoint.Options.Dataset), images), pixelSide, parsed.GetValue(invert), isPairs: true);
                Console.WriteLine($"{images} real images, each followed by its reconstruction at step {checkpoint.Step}: {target}");
                return ExitCodes.Success;
            }

            float[] shown = Generate(generator, images, parsed.GetValue(seed) ?? checkpoint.Options.Seed, parsed.GetValue(digit), npyPath);
            if (npyPath is not null)
            {
                Console.WriteLine($"{images} images of step {checkpoint.Step}: {npyPath}");
            }

            if (gridPath is not null)
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
        int cells = shades.Length / TrainedGenerator.SampleSize;
        int columns = (int)Math.Ceiling(Math.Sqrt(cells));
        columns += isPairs ? columns % 2 : 0;
        new SampleGrid { Rows = (cells + columns - 1) / columns, Columns = columns, Scale = scale, Invert = invert }.Save(path, shades, PixelRange.ZeroToOne);
        return cells;
    }

    /// <summary>The first images of a set, each followed by G(E(x)), as shades.</summary>
    private static float[] Reconstruct(TrainedGenerator generator, ImageDataset dataset, int count)
    {
        const int pixels = TrainedGenerator.SampleSize;
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

    /// <summary>Generates images batch by batch, writes them for NumPy if asked to, and returns the first for a grid.</summary>
    private static float[] Generate(TrainedGenerator generator, int count, ulong seed, int? digit, string? npyPath)
    {
        const int mostShown = 1024, pixels = TrainedGenerator.SampleSize;
        if (digit is { } asked && asked >= generator.Classes)
        {
            throw new InputException(generator.Classes == 0
                ? $"--digit: found {asked}, but '{generator.Options.Preset}' was trained without classes. Leave it out, or train a preset with labels."
                : $"--digit: found {asked}, 0 to {generator.Classes - 1} is expected.", ExitCodes.Usage);
        }

        using NpyWriter? writer = npyPath is null ? null : new NpyWriter(npyPath, pixels);
        float[] shown = new float[Math.Min(count, mostShown) * pixels];
        generator.Sample(count, seed, digit, (first, shades) =>
        {
            writer?.WriteRows(shades);
            if (first < mostShown)
            {
                Span<float> room = shown.AsSpan(first * pixels);
                shades[..Math.Min(room.Length, shades.Length)].CopyTo(room);
            }
        });
        writer?.Complete();
        return shown;
    }

    private static int Require(string option, int found, int least, int most) => found >= least && found <= most
        ? found
        : throw new InputException($"{option}: found {found}, {least} to {most} is expected.", ExitCodes.Usage);
}
