using NativeGan.Engine.Operations;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Evaluation;

/// <summary>The real images that samples are measured against: what the run learnt from, and test images that it never saw.</summary>
internal sealed class EvaluationImages
{
    /// <summary>Takes images with labels.</summary>
    /// <param name="train">What the run learnt from.</param>
    /// <param name="test">What it never saw.</param>
    /// <exception cref="InputException">Labels are missing.</exception>
    public EvaluationImages(ImageDataset train, ImageDataset test)
    {
        Train = train;
        Test = test;
        TestLabels = Labels(test);
        Labels(train);
        TestShades = Array.ConvertAll(test.Pixels, static pixel => PixelScaling.ZeroToOne.Invoke((float)pixel));
    }

    /// <summary>What the run learnt from.</summary>
    public ImageDataset Train { get; }

    /// <summary>What it never saw.</summary>
    public ImageDataset Test { get; }

    /// <summary>The classes of the test images.</summary>
    public byte[] TestLabels { get; }

    /// <summary>The test images as shades, 0 black to 1 white.</summary>
    public float[] TestShades { get; }

    /// <summary>What a reader of the results must know about the images, or null.</summary>
    public string? Note => (Train.IsBuiltIn, Test.IsBuiltIn) switch
    {
        (true, _) => $"measured with the built-in digits: {Train.Count} to learn from and only {Test.Count} to test on, so the figures are rough",
        (false, true) => $"the {Train.Name} test images were not found: the {Test.Count} built-in test digits stand in, so the figures are rough",
        _ => null,
    };

    /// <summary>Finds both parts of a set, and says where.</summary>
    /// <exception cref="InputException">A part or its labels are not to be had.</exception>
    public static EvaluationImages Load(DatasetSource source, DatasetKind kind) => new(source.Load(kind), source.LoadTest(kind));

    /// <summary>Refuses a run whose samples are no images: nothing here can read them.</summary>
    /// <exception cref="InputException">They are not.</exception>
    public static void EnsureImages(TrainingOptions run)
    {
        if (TrainingDataCatalog.FindDistribution(run.Dataset) is { } points)
        {
            throw new InputException(
                $"eval: '{run.Preset}' was trained on {points.Name}; a run on images is expected, as a classifier of images reads its samples. What is measured of {points.Unit} stands in figures.csv.", ExitCodes.Usage);
        }
    }

    /// <summary>Share of the test images, from the first one, that were read as their label.</summary>
    /// <param name="readings">One an image, of all or of the first ones.</param>
    public double ShareReadAsLabelled(IReadOnlyList<Reading> readings) =>
        (double)readings.Where((reading, image) => reading.Class == TestLabels[image]).Count() / readings.Count;

    private static byte[] Labels(ImageDataset images) => images.Labels ?? throw new InputException(
        $"{images.Name} from {images.Source} has no labels, and a classifier needs them. Put the label files beside the images.", ExitCodes.DataMissing);
}
