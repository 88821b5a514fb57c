using NativeGan.Tests.Support;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>Centres are means of what lies together.</summary>
public sealed class KMeansTests
{
    [Test]
    public void Centres_OfOneAClass_AreTheClassesMeans()
    {
        // Painted images of a class are all the same; one centre each of the three classes, the other seven have no images.
        float[] centres = KMeans.Centres(PaintedImages.Of(2, 7, 2, 9, 7, 2), 10, BackendCases.Get("cpu"));

        Assert.That(centres.Chunk(784).Select(centre => centre[0] * 255 / PaintedImages.Step), Is.EqualTo(new[] { 2.0f, 7, 9 }).Within(1e-4));
        Assert.That(centres.Chunk(784).Select(centre => centre.Skip(1).Max()), Is.All.Zero);
    }
}
