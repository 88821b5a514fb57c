using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;

namespace NativeGan.Training.Evaluation;

/// <summary>What samples are held against: real images, what is read in them, and the device that compares.</summary>
/// <param name="images">The real images.</param>
/// <param name="reader">Reads images.</param>
/// <param name="backend">The device.</param>
internal sealed class RealImages(EvaluationImages images, IImageReader reader, IBackend backend)
{
    /// <summary>The images in their files.</summary>
    public EvaluationImages Images => images;

    /// <summary>Reads images.</summary>
    public IImageReader Reader => reader;

    /// <summary>The device.</summary>
    public IBackend Backend => backend;

    /// <summary>The test images: the distribution that a model should have learnt.</summary>
    public ImageSet Test { get; } = new(images.TestShades, reader);

    /// <summary>Distances in the classifier's features.</summary>
    public FeatureDistances Distances { get; } = new(backend);

    /// <summary>The last training images, which choose what the test images must not: 10,000 of MNIST's 60,000, a sixth of any set.</summary>
    public ReadOnlySpan<float> ValidationShades => TrainShades(images.Train.Count - Math.Max(1, images.Train.Count / 6), Math.Max(1, images.Train.Count / 6));

    /// <summary>Some training images as shades.</summary>
    public float[] TrainShades(int first, int count) => Array.ConvertAll(
        images.Train.Pixels[(first * MnistImages.Pixels)..((first + count) * MnistImages.Pixels)], static pixel => PixelScaling.ZeroToOne.Invoke((float)pixel));
}
