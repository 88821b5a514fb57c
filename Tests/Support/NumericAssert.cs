using System.Globalization;
using NativeGan.Engine;
using NUnit.Framework;

namespace NativeGan.Tests.Support;

/// <summary>Comparison of numbers within a tolerance; a failure names the worst element.</summary>
/// <remarks>
/// NaN is expected where NaN is, infinities with their sign, anything else within |actual − expected| ≤ absolute +
/// relative·|expected|. The sign of zero is free, and what is below the smallest normal float32 may be flushed to 0.
/// </remarks>
public static class NumericAssert
{
    private const double SmallestNormal = 1.2e-38; // a little above 2⁻¹²⁶

    /// <summary>Fails unless all elements agree.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What should have been.</param>
    /// <param name="relative">Relative tolerance.</param>
    /// <param name="absolute">Absolute tolerance.</param>
    /// <param name="what">What is compared, for the message: operation and tensor.</param>
    /// <param name="backend">Where it was computed.</param>
    /// <param name="shape">Shape of both, to print an index for each axis.</param>
    public static void AreClose(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what, string backend, Shape? shape = null)
    {
        if (Compare(actual, expected, relative, absolute, what, backend, shape) is { } miss)
        {
            Assert.Fail(miss);
        }
    }

    /// <inheritdoc cref="AreClose(ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, string, string, Shape?)"/>
    public static void AreClose(
        ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, double relative, double absolute, string what, string backend, Shape? shape = null) =>
        AreClose(Widen(actual), Widen(expected), relative, absolute, what, backend, shape);

    /// <summary>Null when all elements agree, else a sentence about the worst.</summary>
    public static string? Compare(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what, string backend, Shape? shape = null)
    {
        if (actual.Length != expected.Length)
        {
            return $"{what} on {backend}: found {actual.Length} elements, {expected.Length} are expected.";
        }

        int worst = -1, misses = 0;
        double worstExcess = 0;
        for (int element = 0; element < expected.Length; element++)
        {
            double excess = Excess(actual[element], expected[element], relative, absolute);
            if (excess > 0)
            {
                misses++;
                if (worst < 0 || excess > worstExcess)
                {
                    (worst, worstExcess) = (element, excess);
                }
            }
        }

        if (worst < 0)
        {
            return null;
        }

        double tolerance = absolute + relative * Math.Abs(expected[worst]);
        return string.Create(CultureInfo.InvariantCulture,
            $"{what} on {backend}: worst at {Index(worst, shape)}: expected {expected[worst]:G9}, actual {actual[worst]:G9}, "
            + $"off by {Math.Abs(actual[worst] - expected[worst]):G3}, tolerance {tolerance:G3}; {misses} of {expected.Length} elements miss.");
    }

    /// <summary>Fails unless all elements have the same bits; NaN equals NaN.</summary>
    public static void AreIdentical(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, string what, string backend)
    {
        Assert.That(actual.Length, Is.EqualTo(expected.Length), $"{what} on {backend}: number of elements.");
        for (int element = 0; element < expected.Length; element++)
        {
            if (BitConverter.DoubleToInt64Bits(actual[element]) != BitConverter.DoubleToInt64Bits(expected[element]))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                    $"{what} on {backend}: first difference at {element}: expected {expected[element]:R}, actual {actual[element]:R}; the same bits are expected."));
            }
        }
    }

    /// <summary>Single precision numbers as double precision ones, which changes none of them.</summary>
    public static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int element = 0; element < wide.Length; element++)
        {
            wide[element] = values[element];
        }

        return wide;
    }

    /// <summary>How many tolerances an element is off beyond the first; 0 or less when it is close enough.</summary>
    private static double Excess(double actual, double expected, double relative, double absolute)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected))
        {
            return actual.Equals(expected) ? 0 : double.PositiveInfinity;
        }

        if (actual == 0 && Math.Abs(expected) < SmallestNormal)
        {
            return 0;
        }

        double error = Math.Abs(actual - expected), tolerance = absolute + relative * Math.Abs(expected);
        if (error <= tolerance)
        {
            return 0;
        }

        return double.IsFinite(error) ? error / Math.Max(tolerance, double.Epsilon) : double.PositiveInfinity;
    }

    private static string Index(int element, Shape? shape)
    {
        if (shape is null || shape.Rank < 2)
        {
            return $"[{element}]";
        }

        return $"[{string.Join(", ", shape.Strides().Select((stride, axis) => element / stride % shape[axis]))}]";
    }
}
