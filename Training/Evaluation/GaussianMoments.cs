using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NativeGan.Training.Evaluation;

/// <summary>Mean and covariance of rows, in double precision: the normal distribution that fits them.</summary>
/// <param name="Mean">[width].</param>
/// <param name="Covariance">[width, width], divided by the number of rows less 1; 0 for a single row.</param>
internal sealed record GaussianMoments(Vector<double> Mean, Matrix<double> Covariance)
{
    /// <summary>The moments of a table.</summary>
    /// <param name="rows">[rows, width].</param>
    /// <param name="width">Numbers in a row.</param>
    public static GaussianMoments Of(ReadOnlySpan<float> rows, int width)
    {
        int count = rows.Length / width;
        double[] mean = new double[width];
        for (int index = 0; index < rows.Length; index++)
        {
            mean[index % width] += rows[index];
        }

        mean = Array.ConvertAll(mean, sum => sum / count);

        // Products of the upper triangle only; centred first, so that a large mean costs no digits.
        double[] sums = new double[width * width], centred = new double[width];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < width; column++)
            {
                centred[column] = rows[row * width + column] - mean[column];
            }

            for (int first = 0; first < width; first++)
            {
                double factor = centred[first];
                Span<double> line = sums.AsSpan(first * width, width);
                for (int second = first; factor != 0 && second < width; second++)
                {
                    line[second] += factor * centred[second];
                }
            }
        }

        double divisor = Math.Max(1, count - 1);
        return new GaussianMoments(
            Vector<double>.Build.Dense(mean),
            Matrix<double>.Build.Dense(width, width, (row, column) => sums[Math.Min(row, column) * width + Math.Max(row, column)] / divisor));
    }

    /// <summary>Squared Fréchet (2-Wasserstein) distance of two normal distributions, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁^½ Σ₂ Σ₁^½)^½).</summary>
    /// <remarks>
    /// The product under the root is symmetric and has the eigenvalues of Σ₁Σ₂, so that both roots come from symmetric eigendecompositions,
    /// which a singular covariance does not disturb. Eigenvalues below 0 are rounding and count as 0.
    /// Source: Dowson &amp; Landau, J. Multivariate Analysis 12 (1982), equation 4.
    /// </remarks>
    public double SquaredDistance(GaussianMoments other)
    {
        Evd<double> own = Covariance.Evd(Symmetricity.Symmetric);
        Matrix<double> root = own.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(Roots(own)) * own.EigenVectors.Transpose();
        Matrix<double> product = root * other.Covariance * root;
        double traceOfRoot = Roots(((product + product.Transpose()) / 2).Evd(Symmetricity.Symmetric)).Sum();
        return (Mean - other.Mean).DotProduct(Mean - other.Mean) + Covariance.Trace() + other.Covariance.Trace() - 2 * traceOfRoot;
    }

    private static Vector<double> Roots(Evd<double> symmetric) => symmetric.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
}
