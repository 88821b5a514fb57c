using System.CommandLine;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan data check|preview</c>: where the images are, whether they are right, what they look like.</summary>
internal static class DataCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("data", "Find, check and show the training images.") { CreateCheck(), CreatePreview() };

    private static ValueOption<DatasetKind> SetOption() => new("--dataset", new EnumNames(typeof(DatasetKind), DatasetKind.Mnist, DatasetKind.FashionMnist))
    {
        FormerName = "--set",
        Description = "Which images: mnist or fashion-mnist.",
        Default = DatasetKind.Mnist,
    };

    private static Command CreateCheck()
    {
        ValueOption<DatasetKind> set = SetOption();
        DatasetOptions data = new();
        Command command = new("check", "Find the training images and check them: counts, range, hash.") { set };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            ImageDataset images = data.Source(parsed, Console.WriteLine).Load(set.Read(parsed)!.Value);
            double mean = 0;
            foreach (byte pixel in images.Pixels)
            {
                mean += pixel;
            }

            Console.WriteLine($"{images.Name}: {images.Count} images of {images.Rows}x{images.Columns}, from {images.Source}");
            Console.WriteLine(FormattableString.Invariant(
                $"pixels {images.Pixels.Min()} to {images.Pixels.Max()}, mean {mean / images.Pixels.Length:F2}; {100.0 * images.Pixels.Count(pixel => pixel == 0) / images.Pixels.Length:F1} % are 0"));
            Console.WriteLine($"labels: {(images.Labels is null ? "none" : string.Join(", ", images.Labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}")))}");
            Console.WriteLine($"sha256 of the decompressed images: {images.Sha256}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreatePreview()
    {
        ValueOption<DatasetKind> set = SetOption();
        Option<string> output = new("--out") { Description = "The picture.", DefaultValueFactory = _ => "preview.png" };
        DatasetOptions data = new();
        Command command = new("preview", "Write the first 100 images as a PNG.") { set, output };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            ImageDataset images = data.Source(parsed, Console.WriteLine).Load(set.Read(parsed)!.Value);
            int count = Math.Min(100, images.Count);
            string path = parsed.GetValue(output)!;
            new SampleGrid { Rows = (count + 9) / 10, Columns = 10, ImageRows = images.Rows, ImageColumns = images.Columns, Scale = 2 }
                .Save(path, images.Pixels.AsSpan(0, count * images.Rows * images.Columns));
            Console.WriteLine($"{count} images of {images.Name}: {path}");
            return ExitCodes.Success;
        });
        return command;
    }
}
