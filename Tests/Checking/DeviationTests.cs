using NativeGan.Engine.Checking;
using NUnit.Framework;

namespace NativeGan.Tests.Checking;

public sealed class DeviationTests
{
    [Test]
    public void Between_SeveralErrors_MeasuresEachInItsOwnWay()
    {
        // Off by 1 of 1000, and by 2⁻²² = 4 units of 2⁻²⁴ at 0.5: the tolerances are 10.01 and 0.015.
        Deviation deviation = Deviation.Between([3.0, 1001, 0.5 + Math.ScaleB(1, -22)], [3.0, 1000, 0.5], new Tolerance(0.01, 0.01, "a test"));

        Assert.That(deviation.IsClose);
        Assert.That(deviation.Worst, Is.EqualTo(new ElementDeviation(1, 1001, 1000)));
        Assert.That(deviation.GreatestAbsolute, Is.EqualTo(1));
        Assert.That(deviation.GreatestRelative, Is.EqualTo(1e-3));
        Assert.That(deviation.Tolerances, Is.EqualTo(1 / 10.01).Within(1e-12));
        Assert.That(new ElementDeviation(2, 0.5 + Math.ScaleB(1, -22), 0.5).UnitsInTheLastPlace, Is.EqualTo(4));
    }

    [Test]
    public void Between_ArraysOfDifferentLengths_IsNeverClose()
    {
        Deviation deviation = Deviation.Between([1.0, 2], [1.0, 2, 3], new Tolerance(1, 1, "a test"));

        Assert.That(deviation.IsClose, Is.False);
        Assert.That(deviation.Describe("y", "cpu"), Is.EqualTo("y on cpu: found 2 elements, 3 are expected."));
    }

    [Test]
    public void Between_NaNWhereANumberIsExpected_IsInfinitelyFarOff()
    {
        Deviation deviation = Deviation.Between([1, double.NaN], [1.0, 2], new Tolerance(1, 1, "a test"));

        Assert.That(deviation.Misses, Is.EqualTo(1));
        Assert.That(deviation.Worst.Element, Is.EqualTo(1));
        Assert.That(deviation.Tolerances, Is.EqualTo(double.PositiveInfinity));
    }
}
