namespace NativeGan.Engine.Checking;

/// <summary>One element's distance from what is expected of it.</summary>
/// <param name="Element">Which element, in row-major order.</param>
/// <param name="Actual">What was computed.</param>
/// <param name="Expected">What should have been.</param>
public readonly record struct ElementDeviation(int Element, double Actual, double Expected)
{
    private const double SmallestNormal = 1.2e-38; // a little above 2⁻¹²⁶

    /// <summary>|actual − expected|.</summary>
    public double Absolute => Math.Abs(Actual - Expected);

    /// <summary>|actual − expected| / |expected|; 0 where both are equal.</summary>
    public double Relative => Actual.Equals(Expected) ? 0 : Absolute / Math.Abs(Expected);

    /// <summary>|actual − expected| / max(1, |actual|, |expected|): absolute for small numbers, relative for large
    /// ones.</summary>
    public double Scaled => Absolute / Math.Max(1, Math.Max(Math.Abs(Actual), Math.Abs(Expected)));

    /// <summary>|actual − expected| in units of the last place that single precision has at the expected number.</summary>
    public double UnitsInTheLastPlace => Actual.Equals(Expected) ? 0 : Absolute / Math.ScaleB(1, Math.Max(Math.ILogB(Expected), -126) - 23);

    /// <summary>The distance in tolerances: at most 1 is agreement.</summary>
    /// <remarks>
    /// NaN is expected where NaN is, infinities with their sign. The sign of zero is free, and what is below the smallest normal
    /// float32 may be flushed to 0.
    /// </remarks>
    public double In(Tolerance tolerance)
    {
        if (double.IsNaN(Expected) || double.IsInfinity(Expected))
        {
            return Actual.Equals(Expected) ? 0 : double.PositiveInfinity;
        }

        if (Actual == Expected || (Actual == 0 && Math.Abs(Expected) < SmallestNormal))
        {
            return 0;
        }

        double tolerances = Absolute / tolerance.Around(Expected);
        return double.IsNaN(tolerances) ? double.PositiveInfinity : tolerances;
    }
}
