using MathNet.Numerics.Statistics;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The three numbers that cut a sorted sample into four parts.</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>Of a sample of at least one number, interpolated between neighbours: type 7 of Hyndman and Fan, 1996.</summary>
    public static Quartiles Of(IEnumerable<double> sample)
    {
        double[] sorted = [.. sample.Order()];
        double At(double fraction) => SortedArrayStatistics.QuantileCustom(sorted, fraction, QuantileDefinition.R7);
        return new Quartiles(At(0.25), At(0.5), At(0.75));
    }
}
