using NativeGan.Models;

namespace NativeGan.Training.Evaluation;

/// <summary>Images that metrics look at: samples of a model, real ones, or a floor. What several metrics need of them is computed once, when it is first asked for.</summary>
/// <param name="shades">Whole images, 0 black to 1 white; at least one.</param>
/// <param name="reader">Reads them.</param>
internal sealed class ImageSet(float[] shades, IImageReader reader)
{
    private readonly Dictionary<int, double[]> _squaredRadii = [];
    private ImageReadings? _readings;
    private GaussianMoments? _moments;
    private NearestImages? _nearest;

    /// <summary>The images, one after the other.</summary>
    public float[] Shades => shades;

    /// <summary>Number of images.</summary>
    public int Count { get; } = shades.Length / MnistImages.Pixels;

    /// <summary>What is read in them.</summary>
    public ImageReadings Readings => _readings ??= reader.Read(shades);

    /// <summary>Mean and covariance of their features.</summary>
    public GaussianMoments Moments => _moments ??= GaussianMoments.Of(Readings.Features, Readings.FeatureCount);

    /// <summary>Squared distance of each image to its nearest others, in features.</summary>
    /// <param name="neighbour">Which of the others, from 1 for the nearest.</param>
    /// <param name="distances">Computes them.</param>
    public double[] SquaredRadii(int neighbour, FeatureDistances distances) => _squaredRadii.TryGetValue(neighbour, out double[]? radii)
        ? radii
        : _squaredRadii[neighbour] = distances.SquaredRadii(Readings, neighbour);

    /// <summary>The first of them beside the training images that are most like them.</summary>
    public NearestImages Nearest(RealImages real) => _nearest ??= NearestImages.Of(this, real);

    /// <summary>Some of the images.</summary>
    public ReadOnlySpan<float> Images(int first, int count) => shades.AsSpan(first * MnistImages.Pixels, count * MnistImages.Pixels);
}
