using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>The worst of some results, measured in tolerances.</summary>
/// <param name="Tolerances">Its distance from what is expected over the tolerance at that place: at most 1 is agreement.</param>
/// <param name="Element">Which it is.</param>
/// <param name="Found">What was computed.</param>
/// <param name="Expected">What should have been.</param>
internal readonly record struct Deviation(double Tolerances, int Element, double Found, double Expected)
{
    /// <summary>Whether even the worst agrees.</summary>
    public bool IsClose => Tolerances <= 1;

    /// <summary>The worst element of |found − expected| ≤ absolute + relative·|expected|. NaN is expected where NaN is, and nowhere else.</summary>
    public static Deviation Worst(ReadOnlySpan<double> found, ReadOnlySpan<double> expected, double relative, double absolute)
    {
        Deviation worst = new(0, 0, found.Length > 0 ? found[0] : 0, expected.Length > 0 ? expected[0] : 0);
        if (found.Length != expected.Length)
        {
            return new Deviation(double.PositiveInfinity, Math.Min(found.Length, expected.Length), found.Length, expected.Length);
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double error = found[i].Equals(expected[i]) ? 0 : Math.Abs(found[i] - expected[i]);
            double tolerances = error == 0 ? 0 : error / (absolute + relative * Math.Abs(expected[i]));
            if (double.IsNaN(tolerances))
            {
                tolerances = double.PositiveInfinity;
            }

            if (tolerances > worst.Tolerances)
            {
                worst = new Deviation(tolerances, i, found[i], expected[i]);
            }
        }

        return worst;
    }

    /// <inheritdoc/>
    public override string ToString() => Format($"element {Element} is {Found:G9}, {Expected:G9} is expected: {Significant(Tolerances)} tolerances off");
}
