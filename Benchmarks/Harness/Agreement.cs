using System.Globalization;

namespace NativeGan.Benchmarks.Harness;

/// <summary>Comparison of a contender's numbers with the reference backend's.</summary>
internal static class Agreement
{
    /// <summary>Null when |found − expected| ≤ absolute + relative·|expected| everywhere, else a sentence on the worst element.</summary>
    public static string? Compare(ReadOnlySpan<float> found, ReadOnlySpan<double> expected, double relative, double absolute)
    {
        int worst = -1;
        double worstExcess = 1;
        for (int i = 0; i < expected.Length; i++)
        {
            double excess = Math.Abs(found[i] - expected[i]) / (absolute + relative * Math.Abs(expected[i]));
            if (!(excess <= worstExcess)) // NaN is no agreement
            {
                (worst, worstExcess) = (i, double.IsNaN(excess) ? double.PositiveInfinity : excess);
            }
        }

        return worst < 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"element {worst} is {found[worst]:G9}, {expected[worst]:G9} is expected.");
    }
}
