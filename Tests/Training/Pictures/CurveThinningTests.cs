using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Pictures;

[TestFixture]
public sealed class CurveThinningTests
{
    [Test]
    public void Thin_LongCurveWithTwoPeaks_KeepsPeaksAndEndsInOrder()
    {
        (double X, double Y)[] curve = [.. Enumerable.Range(1, 50_000).Select(step => ((double)step, step == 12_345 ? 1e6 : step == 40_001 ? -7.0 : Math.Sin(step)))];

        IReadOnlyList<(double X, double Y)> thinned = CurveThinning.Thin(curve, 100);

        Assert.That(thinned, Has.Count.InRange(50, 100));
        Assert.That(thinned, Does.Contain((12_345.0, 1e6)).And.Contain((40_001.0, -7.0)));
        Assert.That((thinned[0], thinned[^1]), Is.EqualTo((curve[0], curve[^1])));
        Assert.That(thinned.Select(point => point.X), Is.Ordered.And.Unique);
    }

    [Test]
    public void Thin_ShortCurve_LosesOnlyWhatIsNotFinite()
    {
        (double, double)[] curve = [(1, 0.5), (2, double.NaN), (3, double.PositiveInfinity), (4, double.NegativeInfinity), (5, 0.25)];

        Assert.That(CurveThinning.Thin(curve, 4), Is.EqualTo(new[] { (1, 0.5), (5, 0.25) }));
    }

    [Test]
    public void Thin_NoPoints_IsEmpty() => Assert.That(CurveThinning.Thin([], 4), Is.Empty);
}
