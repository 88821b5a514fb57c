using NativeGan.Models;
using NativeGan.Tests.Support;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>Neighbours and balls are those of double precision, also where single precision cannot tell them apart.</summary>
public sealed class FeatureDistancesTests
{
    private readonly FeatureDistances _distances = new(BackendCases.Get("cpu"));

    [Test]
    public void SquaredRadii_OfRowsOnALine_AreHandWorked()
    {
        ImageReadings rows = Rows([0, 1, 3, 7]);

        Assert.That(_distances.SquaredRadii(rows, 1), Is.EqualTo(new double[] { 1, 1, 4, 16 }));
        Assert.That(_distances.SquaredRadii(rows, 2), Is.EqualTo(new double[] { 9, 4, 9, 36 }));
        Assert.That(_distances.SquaredRadii(rows, 9), Is.EqualTo(new double[] { 49, 36, 16, 49 }), "there are three others");
        Assert.That(_distances.SquaredRadii(Rows([5]), 3), Is.EqualTo(new double[] { 0 }));
    }

    [Test]
    public void SquaredRadii_FarFromTheOrigin_AreExact()
    {
        // 1000² + a difference of 2⁻¹⁰ squared: single precision holds neither the square nor the difference of squares.
        float[] line = [1000, 1000 + 1f / 1024, 1000 + 4f / 1024];

        Assert.That(_distances.SquaredRadii(Rows(line), 1), Is.EqualTo(new[] { 1.0, 1, 9 }.Select(steps => steps / (1024 * 1024))));
    }

    [Test]
    public void Count_OnTheEdgeOfABall_IsInside()
    {
        ImageReadings centres = Rows([1000, 1010]), points = Rows([1000 + 3f / 1024, 1000 + 4f / 1024, 1010]);

        (int[] pointsInBall, int[] ballsAround) = _distances.Count(centres, [9.0 / (1024 * 1024), 0], points);

        Assert.That(pointsInBall, Is.EqualTo(new[] { 1, 1 }));
        Assert.That(ballsAround, Is.EqualTo(new[] { 1, 0, 1 }));
    }

    [Test]
    public void Count_OfManyRows_IsThatOfEveryPairAlone()
    {
        // More rows than a block of 128, in three dimensions.
        float[] a = [.. Enumerable.Range(0, 3 * 200).Select(index => (index * 7919 % 1000) / 100f)], b = [.. Enumerable.Range(0, 3 * 150).Select(index => (index * 104729 % 1000) / 100f)];
        ImageReadings centres = Rows(a, 3), points = Rows(b, 3);
        double[] radii = _distances.SquaredRadii(centres, 4);

        (int[] pointsInBall, int[] ballsAround) = _distances.Count(centres, radii, points);

        double[] expectedRadii = [.. Enumerable.Range(0, 200).Select(row => Enumerable.Range(0, 200).Where(other => other != row).Select(other => Squared(a, row, a, other)).Order().ElementAt(3))];
        Assert.That(radii, Is.EqualTo(expectedRadii));
        Assert.That(pointsInBall, Is.EqualTo(Enumerable.Range(0, 200).Select(row => Enumerable.Range(0, 150).Count(point => Squared(a, row, b, point) <= radii[row]))));
        Assert.That(ballsAround, Is.EqualTo(Enumerable.Range(0, 150).Select(point => Enumerable.Range(0, 200).Count(row => Squared(a, row, b, point) <= radii[row]))));
    }

    private static double Squared(float[] a, int row, float[] b, int other) =>
        Enumerable.Range(0, 3).Sum(axis => ((double)a[row * 3 + axis] - b[other * 3 + axis]) * ((double)a[row * 3 + axis] - b[other * 3 + axis]));

    private static ImageReadings Rows(float[] features, int width = 1) => new(new float[features.Length / width * MnistImages.Classes], features, features.Length / width);
}
