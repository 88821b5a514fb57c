using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Both parts of a set, looked at: what is in them and what is wrong.</summary>
internal sealed class ImageDatasetReport
{
    private readonly List<string> _faults = [];

    /// <summary>Looks for both parts; what one of them lacks does not keep the other from being looked at.</summary>
    /// <param name="source">Where to look.</param>
    /// <param name="kind">Which set.</param>
    public ImageDatasetReport(DatasetSource source, DatasetKind kind)
    {
        Training = Find(isTest: false);
        Test = Find(isTest: true);
        foreach (ImageDataset part in Parts.Where(static part => part.Labels is null))
        {
            _faults.Add($"'{part.ImagesFile}' has no labels beside it: eval, classifier and presets with classes need them.");
        }

        _faults.AddRange(Training is null ? [] : ImageDatasetCheck.FindDoubts(Training));
        _faults.AddRange(Test is null ? [] : ImageDatasetCheck.FindDoubts(Test, Training));

        ImageDataset? Find(bool isTest)
        {
            try
            {
                return source.Find(kind, isTest);
            }
            catch (InputException exception) when (exception.ExitCode == ExitCodes.DataMissing)
            {
                _faults.Add($"{(isTest ? "test" : "training")} images: {exception.Message}");
                return null;
            }
        }
    }

    /// <summary>The training images; null where they cannot be used.</summary>
    public ImageDataset? Training { get; }

    /// <summary>The test images; null where they cannot be used.</summary>
    public ImageDataset? Test { get; }

    /// <summary>The parts that can be used.</summary>
    public IEnumerable<ImageDataset> Parts => new[] { Training, Test }.OfType<ImageDataset>();

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;
}
