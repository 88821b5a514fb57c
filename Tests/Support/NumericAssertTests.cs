using NativeGan.Engine;
using NUnit.Framework;

namespace NativeGan.Tests.Support;

public sealed class NumericAssertTests
{
    [TestCase(double.NaN, double.NaN)]
    [TestCase(double.NegativeInfinity, double.NegativeInfinity)]
    [TestCase(-0.0, 0.0)]
    [TestCase(0.0, 1e-39, Description = "below the smallest normal number: may be flushed")]
    [TestCase(1.011, 1.0, Description = "0.001 + 0.01·1 is allowed")]
    public void Compare_CloseEnough_ReturnsNull(double actual, double expected) =>
        Assert.That(NumericAssert.Compare([actual], [expected], 0.01, 0.0010001, "y", "cpu"), Is.Null);

    [TestCase(1.0, double.NaN)]
    [TestCase(double.NaN, 1.0)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase(double.PositiveInfinity, 3e38)]
    [TestCase(0.0, 2e-38, Description = "a normal number must not be flushed")]
    public void Compare_TooFarOff_ReturnsMessage(double actual, double expected) =>
        Assert.That(NumericAssert.Compare([actual], [expected], 1e-6, 0, "y", "cpu"), Is.Not.Null);

    [Test]
    public void Compare_SeveralMisses_NamesTheWorst()
    {
        double[] expected = [1, 2, 3, 4, 5, 6];
        double[] actual = [1, 2.5, 3, 4, 8, 6];

        string? message = NumericAssert.Compare(actual, expected, 0, 0.25, "Exp gradient", "cpu", new Shape(2, 3));

        // Off by 0.5 at [0, 1] and by 3 at [1, 1].
        Assert.That(message, Is.EqualTo(
            "Exp gradient on cpu: worst at [1, 1]: expected 5, actual 8, off by 3, tolerance 0.25; 2 of 6 elements miss."));
    }
}
