using System.Globalization;
using NativeGan.Engine;
using NativeGan.Engine.Checking;
using NUnit.Framework;

namespace NativeGan.Tests.Support;

/// <summary>Comparison of numbers within a tolerance; a failure names the worst element.</summary>
/// <remarks>What agreement is stands in <see cref="Deviation"/>.</remarks>
public static class NumericAssert
{
    /// <summary>Fails unless all elements agree.</summary>
    public static void IsClose(Deviation deviation, string what, string backend, Shape? shape = null)
    {
        if (!deviation.IsClose)
        {
            Assert.Fail(deviation.Describe(what, backend, shape));
        }
    }

    /// <summary>Fails unless all elements agree.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What should have been.</param>
    /// <param name="relative">Relative tolerance.</param>
    /// <param name="absolute">Absolute tolerance.</param>
    /// <param name="what">What is compared, for the message: operation and tensor.</param>
    /// <param name="backend">Where it was computed.</param>
    /// <param name="shape">Shape of both, to print an index for each axis.</param>
    public static void AreClose(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what, string backend, Shape? shape = null) =>
        IsClose(Deviation.Between(actual, expected, new Tolerance(relative, absolute, "the caller's")), what, backend, shape);

    /// <inheritdoc cref="AreClose(ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, string, string, Shape?)"/>
    public static void AreClose(
        ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, double relative, double absolute, string what, string backend, Shape? shape = null) =>
        AreClose(Widen(actual), Widen(expected), relative, absolute, what, backend, shape);

    /// <summary>Null when all elements agree, else a sentence about the worst.</summary>
    public static string? Compare(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what, string backend, Shape? shape = null)
    {
        Deviation deviation = Deviation.Between(actual, expected, new Tolerance(relative, absolute, "the caller's"));
        return deviation.IsClose ? null : deviation.Describe(what, backend, shape);
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
}
