using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;

namespace NativeGan.Training.Evaluation;

/// <summary>A density made of a normal distribution around each of some samples, p(x) = (1/n) Σ N(x; sample, σ²I).</summary>
/// <remarks>
/// ‖x − s‖² = ‖x‖² − e with e = 2x·s − ‖s‖²; of each row the largest e is taken out before the exponential, so nothing underflows that counts.
/// Products, exponentials and sums are made on the device in single precision, 0.001 nats from double; what is left per image is double.
/// Source: Parzen, Annals of Mathematical Statistics 33 (1962).
/// </remarks>
/// <param name="samples">Whole images, 0 black to 1 white.</param>
/// <param name="backend">The device.</param>
internal sealed class ParzenWindow(float[] samples, IBackend backend)
{
    // 100 × 10,000 numbers are 4 MB: what the exponential reads is still in the cache.
    private const int RowsOfABlock = 100, Pixels = MnistImages.Pixels;

    private readonly float[] _negativeNorms = Array.ConvertAll(SquaredDistances.SquaredNorms(samples, Pixels), static norm => (float)-norm);

    /// <summary>Logarithms of the density at some images.</summary>
    /// <param name="shades">The images.</param>
    /// <param name="sigmas">Standard deviations to try.</param>
    /// <returns>In nats, for each standard deviation and image.</returns>
    public double[][] LogLikelihoods(ReadOnlySpan<float> shades, IReadOnlyList<double> sigmas)
    {
        int count = _negativeNorms.Length, images = shades.Length / Pixels;
        double[] norms = SquaredDistances.SquaredNorms(shades, Pixels);
        double[][] likelihoods = [.. sigmas.Select(_ => new double[images])];
        using TensorScope outer = new();
        Tensor centres = Tensor.FromArray(backend, samples, new Shape(count, Pixels)).Transpose(1, 0), negativeNorms = Tensor.FromArray(backend, _negativeNorms, new Shape(count));
        for (int first = 0; first < images; first += RowsOfABlock)
        {
            int rows = Math.Min(RowsOfABlock, images - first);
            using TensorScope block = new();
            Tensor x = Tensor.FromArray(backend, shades.Slice(first * Pixels, rows * Pixels), new Shape(rows, Pixels));
            Tensor near = (x * 2).Linear(centres, negativeNorms);
            Tensor largest = near.Max([1], keepAxes: true);
            Tensor below = near - largest;
            float[] nearest = largest.ToArray();
            for (int candidate = 0; candidate < sigmas.Count; candidate++)
            {
                using TensorScope inner = new();
                double scale = 1 / (2 * sigmas[candidate] * sigmas[candidate]);
                float[] sums = (below * scale).Exp().Sum(1).ToArray();
                double constant = Math.Log(count) + Pixels / 2.0 * Math.Log(Math.PI / scale);
                for (int row = 0; row < rows; row++)
                {
                    likelihoods[candidate][first + row] = (nearest[row] - norms[first + row]) * scale + Math.Log(sums[row]) - constant;
                }
            }
        }

        return likelihoods;
    }
}
