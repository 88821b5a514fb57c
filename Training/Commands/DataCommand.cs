using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
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
        JsonOption json = new();
        Command command = new("check", "Find the training and the test images and check them: counts, labels, shades, odd images, hash.") { set, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            ImageDatasetReport report = new(data.Source(parsed, json.Log(parsed)), set.Read(parsed)!.Value);
            if (parsed.GetValue(json))
            {
                JsonOption.Write(new JsonObject
                {
                    ["holds"] = report.Faults.Count == 0,
                    ["faults"] = new JsonArray([.. report.Faults.Select(static fault => JsonValue.Create(fault))]),
                    ["training"] = report.Training is { } training ? NodeOf(new ImageStatistics(training)) : null,
                    ["test"] = report.Test is { } test ? NodeOf(new ImageStatistics(test)) : null,
                });
            }
            else
            {
                Write(report, Console.Out);
            }

            return report.Faults.Count == 0 ? ExitCodes.Success : ExitCodes.DataMissing;
        });
        return command;
    }

    private static void Write(ImageDatasetReport report, TextWriter writer)
    {
        foreach (ImageDataset part in report.Parts)
        {
            ImageStatistics statistics = new(part);
            writer.WriteLine();
            writer.WriteLine($"{(part == report.Test ? "test" : "training")}: {part.Name}, {part.Count} images of {part.Rows}x{part.Columns}, from {part.Source}");
            writer.WriteLine(FormattableString.Invariant(
                $"pixels {statistics.Least} to {statistics.Most}, mean {statistics.Mean:F2}; {100 * statistics.ShareOfBlack:F1} % are 0"));
            writer.WriteLine($"labels: {(part.Labels is null ? "none" : string.Join(", ", statistics.Labels.Select(static label => $"{label.Key}: {label.Value}")))}");
            writer.WriteLine($"sha256 of the decompressed images: {part.Sha256}");
        }

        writer.WriteLine();
        foreach (string fault in report.Faults)
        {
            writer.WriteLine($"wrong: {fault}");
        }

        writer.WriteLine(report.Faults.Count switch
        {
            0 => "nothing is wrong",
            1 => "one thing is wrong",
            var count => $"{count} things are wrong",
        });
    }

    private static JsonObject NodeOf(ImageStatistics statistics)
    {
        ImageDataset set = statistics.Set;
        return new JsonObject
        {
            ["name"] = set.Name,
            ["images"] = set.Count,
            ["rows"] = set.Rows,
            ["columns"] = set.Columns,
            ["source"] = set.Source,
            ["isBuiltIn"] = set.IsBuiltIn,
            ["sha256"] = set.Sha256,
            ["pixels"] = new JsonObject
            {
                ["least"] = statistics.Least,
                ["most"] = statistics.Most,
                ["mean"] = statistics.Mean,
                ["shareOfBlack"] = statistics.ShareOfBlack,
            },
            ["labels"] = set.Labels is null
                ? null
                : new JsonObject(statistics.Labels.Select(static label => KeyValuePair.Create(label.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)label.Value))),
        };
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
            new SampleGrid { Rows = (count + 9) / 10, Columns = 10, ImageRows = images.Rows, ImageColumns = images.Columns, Scale = 2, Texts = [new("Description", $"the first {count} images of {images.Name}, from {images.Source}")] }
                .Save(path, images.Pixels.AsSpan(0, count * images.Rows * images.Columns));
            Console.WriteLine($"{count} images of {images.Name}: {path}");
            return ExitCodes.Success;
        });
        return command;
    }
}
