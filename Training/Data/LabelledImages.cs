using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Training images on a device, with their classes where a model sees them.</summary>
public sealed class LabelledImages : IDisposable
{
    // One-hot bytes, so that a label is gathered as an image is: 0 and 1 stay 0 and 1.
    private static readonly PixelScaling _asIs = new(0, 1);

    private readonly PixelTable _images;
    private readonly PixelTable? _labels;
    private readonly PixelScaling _scaling;

    /// <summary>Takes over tables.</summary>
    /// <param name="images">The images, one a row.</param>
    /// <param name="scaling">How pixels become numbers.</param>
    /// <param name="labels">Their classes as one-hot rows, or null.</param>
    public LabelledImages(PixelTable images, PixelScaling scaling, PixelTable? labels = null) => (_images, _scaling, _labels) = (images, scaling, labels);

    /// <summary>Copies images, and their classes if a model sees them, to a device.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="scaling">How pixels become numbers.</param>
    /// <param name="classes">Classes that the model sees; 0 for none.</param>
    /// <exception cref="InputException">Labels are missing, or outside the classes.</exception>
    public static LabelledImages Of(IBackend backend, ImageDataset dataset, PixelScaling scaling, int classes)
    {
        byte[]? labels = classes == 0 ? null : OneHot(dataset, classes);
        return new LabelledImages(
            new PixelTable(backend, dataset.Pixels, dataset.Rows * dataset.Columns), scaling, labels is null ? null : new PixelTable(backend, labels, classes));
    }

    /// <summary>The device.</summary>
    public IBackend Backend => _images.Backend;

    /// <summary>Number of images.</summary>
    public int Count => _images.Rows;

    /// <summary>The images of some rows, with their labels.</summary>
    public RealBatch Gather(Indices rows) => new(_images.GatherPixels(rows, _scaling), _labels?.GatherPixels(rows, _asIs));

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _images.Dispose();
        _labels?.Dispose();
    }

    private static byte[] OneHot(ImageDataset dataset, int classes)
    {
        byte[] labels = dataset.Labels ?? throw new InputException(
            $"{dataset.Name} from {dataset.Source} has no labels, and this model needs them. Put the label file beside the images.", ExitCodes.DataMissing);
        byte[] rows = new byte[labels.Length * classes];
        for (int index = 0; index < labels.Length; index++)
        {
            if (labels[index] >= classes)
            {
                throw new InputException(
                    $"{dataset.Name} from {dataset.Source}{(dataset.LabelsFile is { } file ? $", '{file}'" : "")}: label {index} is {labels[index]}, 0 to {classes - 1} is expected.", ExitCodes.DataMissing);
            }

            rows[index * classes + labels[index]] = 1;
        }

        return rows;
    }
}
