using NativeGan.Training.Labs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Labs;

/// <summary>When a measured value passes.</summary>
[TestFixture]
public sealed class FindingTests
{
    [TestCase("Absolute", 1.0, 1.05, 0.1, true, 0.05)]
    [TestCase("Absolute", 1.0, 0.85, 0.1, false, 0.15)]
    [TestCase("Relative", 200.0, 201.0, 0.01, true, 0.005)]
    [TestCase("Relative", -200.0, -204.0, 0.01, false, 0.02)]
    [TestCase("AtMost", 2.0, -5.0, 0.0, true, 0.0)]
    [TestCase("AtMost", 2.0, 2.5, 0.25, false, 0.5)]
    [TestCase("AtLeast", 2.0, 3.0, 0.0, true, 0.0)]
    [TestCase("AtLeast", 2.0, 1.75, 0.25, true, 0.25)]
    [TestCase("AtLeast", 2.0, 1.5, 0.25, false, 0.5)]
    [TestCase("Absolute", 0.0, 0.0, 0.0, true, 0.0)]
    [TestCase("Relative", 0.0, 1e-300, 1.0, false, double.PositiveInfinity)]
    [TestCase("Absolute", double.PositiveInfinity, double.PositiveInfinity, 0.0, true, 0.0)]
    [TestCase("Absolute", double.PositiveInfinity, double.NegativeInfinity, 1.0, false, double.PositiveInfinity)]
    public void Holds_OfAGap_IsWithinTheTolerance(string kind, double predicted, double measured, double tolerance, bool holds, double gap)
    {
        Finding finding = new("", predicted, measured, tolerance, Enum.Parse<ToleranceKind>(kind));

        Assert.That(finding.Holds, Is.EqualTo(holds));
        Assert.That(finding.Gap, Is.EqualTo(gap).Within(1e-12));
    }

    [TestCase("Absolute")]
    [TestCase("Relative")]
    [TestCase("AtMost")]
    [TestCase("AtLeast")]
    public void Holds_OfNoNumber_IsFalse(string kind)
    {
        ToleranceKind tolerance = Enum.Parse<ToleranceKind>(kind);

        Assert.That(new Finding("", 1, double.NaN, double.PositiveInfinity, tolerance).Holds, Is.False);
        Assert.That(new Finding("", double.NaN, 1, double.PositiveInfinity, tolerance).Holds, Is.False);
        Assert.That(new Finding("", double.NaN, double.NaN, double.PositiveInfinity, tolerance).Holds, Is.False);
    }

    [Test]
    public void Result_WithoutFindings_DoesNotHold() => Assert.That(new LabResult([]).Holds, Is.False);
}
