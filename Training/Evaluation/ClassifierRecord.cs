using System.Globalization;
using NativeGan.Models.Classifiers;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Evaluation;

/// <summary>What a classifier was trained on and how well it reads; the text in its file.</summary>
internal sealed record ClassifierRecord
{
    private const int WidestLayer = 1 << 12;

    /// <summary>What the images are called.</summary>
    public required string Dataset { get; init; }

    /// <summary>SHA-256 of the training images.</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>The network's widths.</summary>
    public required ClassifierDesign Design { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Updates made.</summary>
    public required long Steps { get; init; }

    /// <summary>Images it was tested on; it never learnt from them.</summary>
    public required int TestImages { get; init; }

    /// <summary>Share of the test images that it reads as they are labelled, 0 to 1.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>The accuracy in words: <c>98.93 % of 10000 test images</c>.</summary>
    public string AccuracyText => string.Create(CultureInfo.InvariantCulture, $"{100 * TestAccuracy:F2} % of {TestImages} test images");

    /// <summary>Puts it into a file's metadata.</summary>
    public void Write(IDictionary<string, string> metadata)
    {
        metadata["dataset"] = Dataset;
        metadata["dataset_sha256"] = DatasetSha256;
        metadata["first_channels"] = Text(Design.FirstChannels);
        metadata["second_channels"] = Text(Design.SecondChannels);
        metadata["hidden"] = Text(Design.Hidden);
        metadata["seed"] = Text(Seed);
        metadata["steps"] = Text(Steps);
        metadata["test_images"] = Text(TestImages);
        metadata["test_accuracy"] = TestAccuracy.ToString("R", CultureInfo.InvariantCulture);

        static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads it out of a file's metadata.</summary>
    /// <exception cref="InputException">Something is missing or out of its range.</exception>
    public static ClassifierRecord Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        return new ClassifierRecord
        {
            Dataset = Text("dataset"),
            DatasetSha256 = Text("dataset_sha256"),
            Design = new ClassifierDesign { FirstChannels = Width("first_channels"), SecondChannels = Width("second_channels"), Hidden = Width("hidden") },
            Seed = (ulong)Whole("seed", 0, ulong.MaxValue),
            Steps = (long)Whole("steps", 1, long.MaxValue),
            TestImages = (int)Whole("test_images", 1, int.MaxValue),
            TestAccuracy = Numbers.TryReal(Text("test_accuracy"), out double share) && share is >= 0 and <= 1 ? share : throw Impossible("test_accuracy"),
        };

        string Text(string name) => metadata.TryGetValue(name, out string? text) ? text : throw Refuse($"'{name}' is missing from its metadata");

        int Width(string name) => (int)Whole(name, 1, WidestLayer);

        Int128 Whole(string name, Int128 least, Int128 most) =>
            Numbers.TryWhole(Text(name), out Int128 number) && number >= least && number <= most ? number : throw Impossible(name);

        InputException Impossible(string name) => Refuse($"its metadata say '{Text(name)}' for '{name}', which cannot be");

        InputException Refuse(string what) =>
            new($"Classifier '{path}': {what}. Remove it, and train it anew with 'nativegan classifier'.", ExitCodes.DataMissing);
    }
}
