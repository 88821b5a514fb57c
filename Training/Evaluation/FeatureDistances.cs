using NativeGan.Engine.Backends;

namespace NativeGan.Training.Evaluation;

/// <summary>Nearest neighbours and balls around images, in the features of a classifier.</summary>
/// <remarks>
/// Distances are looked through in single precision; where rounding could change an answer, that pair is measured again in double precision.
/// So the counts are those of double precision throughout, at the price of a product of single ones.
/// </remarks>
/// <param name="backend">The device.</param>
internal sealed class FeatureDistances(IBackend backend)
{
    // Of the squared lengths: a bound on what single precision can be wrong by in some hundred terms.
    private const double Rounding = 1e-5;

    /// <summary>Squared distance of each row to its k-th nearest other row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="neighbour">k, from 1; where there are fewer others the farthest counts, and 0 where there are none.</param>
    public double[] SquaredRadii(ImageReadings table, int neighbour)
    {
        int width = table.FeatureCount, nearest = Math.Min(neighbour, table.Count - 1);
        double[] radii = new double[table.Count];
        if (nearest == 0)
        {
            return radii;
        }

        double[] norms = SquaredDistances.SquaredNorms(table.Features, width);
        double largest = norms.Max();
        float[] kept = new float[nearest];
        double[] exact = new double[table.Count * nearest];
        Array.Fill(exact, double.PositiveInfinity);
        new SquaredDistances(backend, width).Visit(table.Features, table.Features, (first, firstColumn, columns, block) =>
        {
            for (int offset = 0; offset < block.Length / columns; offset++)
            {
                ReadOnlySpan<float> line = block.Slice(offset * columns, columns);
                int row = first + offset;
                float bound = KthSmallest(line, row - firstColumn, kept) + (float)(2 * Rounding * (norms[row] + largest));
                Span<double> nearestOfRow = exact.AsSpan(row * nearest, nearest);
                KeepNearest(table, row, firstColumn, line, bound, nearestOfRow);
                radii[row] = nearestOfRow[^1];
            }
        });
        return radii;
    }

    /// <summary>Which points lie in which closed balls: for each ball the points in it, for each point the balls around it.</summary>
    /// <param name="centres">The balls' centres.</param>
    /// <param name="squaredRadii">Their radii, squared.</param>
    /// <param name="points">The points.</param>
    public (int[] PointsInBall, int[] BallsAroundPoint) Count(ImageReadings centres, double[] squaredRadii, ImageReadings points)
    {
        int width = centres.FeatureCount;
        int[] pointsInBall = new int[centres.Count], ballsAroundPoint = new int[points.Count];
        double[] norms = SquaredDistances.SquaredNorms(centres.Features, width);
        double largest = SquaredDistances.SquaredNorms(points.Features, width).Max();
        new SquaredDistances(backend, width).Visit(centres.Features, points.Features, (first, firstColumn, columns, block) =>
        {
            for (int offset = 0; offset < block.Length / columns; offset++)
            {
                int centre = first + offset;
                double rounding = Rounding * (norms[centre] + largest), limit = squaredRadii[centre] - norms[centre];
                float surely = (float)(limit - rounding), possibly = (float)(limit + rounding);
                ReadOnlySpan<float> line = block.Slice(offset * columns, columns);
                for (int column = 0; column < line.Length; column++)
                {
                    float partial = line[column];
                    int point = firstColumn + column;
                    if (partial <= possibly && (partial < surely || Exact(centres, centre, points, point) <= squaredRadii[centre]))
                    {
                        pointsInBall[centre]++;
                        ballsAroundPoint[point]++;
                    }
                }
            }
        });
        return (pointsInBall, ballsAroundPoint);
    }

    // The k-th smallest but for the row itself; kept is in ascending order.
    private static float KthSmallest(ReadOnlySpan<float> line, int self, float[] kept)
    {
        Array.Fill(kept, float.PositiveInfinity);
        for (int column = 0; column < line.Length; column++)
        {
            if (line[column] < kept[^1] && column != self)
            {
                Insert(kept.AsSpan(), line[column]);
            }
        }

        return kept[^1];
    }

    private static void KeepNearest(ImageReadings table, int row, int firstColumn, ReadOnlySpan<float> line, float bound, Span<double> kept)
    {
        // Nothing is nearer than 0: a set of one image, many times, is done after k of them.
        for (int column = 0; column < line.Length && kept[^1] > 0; column++)
        {
            if (line[column] <= bound && firstColumn + column != row
                && Exact(table, row, table, firstColumn + column) is var distance && distance < kept[^1])
            {
                Insert(kept, distance);
            }
        }
    }

    private static void Insert<T>(Span<T> ascending, T value) where T : IComparable<T>
    {
        int place = ascending.Length - 1;
        for (; place > 0 && ascending[place - 1].CompareTo(value) > 0; place--)
        {
            ascending[place] = ascending[place - 1];
        }

        ascending[place] = value;
    }

    private static double Exact(ImageReadings a, int row, ImageReadings b, int column)
    {
        ReadOnlySpan<float> first = a.Features.AsSpan(row * a.FeatureCount, a.FeatureCount), second = b.Features.AsSpan(column * b.FeatureCount, b.FeatureCount);
        double sum = 0;
        for (int index = 0; index < first.Length; index++)
        {
            double difference = (double)first[index] - second[index];
            sum += difference * difference;
        }

        return sum;
    }
}
