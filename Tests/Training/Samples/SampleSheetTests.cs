using BigGustave;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Samples;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Samples;

/// <summary>Pictures of as many images as were asked for.</summary>
public sealed class SampleSheetTests
{
    [TestCase(36, 1, 6, 6)]
    [TestCase(2000, 1, 45, 45)]
    [TestCase(64, 2, 8, 8)]
    [TestCase(10, 2, 4, 3)]
    [TestCase(2, 2, 2, 1)]
    [TestCase(100, 10, 10, 10)]
    [TestCase(7, 10, 10, 1)]
    [TestCase(2000, 10, 40, 50)]
    public void SampleSheet_AnyNumber_HasRoomForAllInWholeGroups(int images, int columnsOf, int columns, int rows)
    {
        SampleSheet sheet = new(images, columnsOf, scale: 1, invert: false, texts: []);

        Assert.That((sheet.Columns, sheet.Rows), Is.EqualTo((columns, rows)));
    }

    [Test]
    public void SampleSheet_Save_HoldsEveryImage()
    {
        using TemporaryFolder folder = new();
        float[] white = [.. Enumerable.Repeat(1f, 2000 * 28 * 28)];
        SampleSheet sheet = new(2000, columnsOf: 1, scale: 1, invert: false, texts: []);

        sheet.Save(folder.File("grid.png"), white);

        // A pixel of each image, 28 pixels and a line of 2 apart.
        Png picture = Png.Open(folder.File("grid.png"));
        Assert.That(Enumerable.Range(0, 2000).Count(image => picture.GetPixel(2 + image % 45 * 30, 2 + image / 45 * 30).R == 255), Is.EqualTo(2000));
    }

    [Test]
    public void SampleSheet_TooLargeToBeLookedAt_IsRefusedWithAdvice()
    {
        InputException refusal = Assert.Throws<InputException>(() => _ = new SampleSheet(100_000, columnsOf: 1, scale: 3, invert: false, texts: []))!;

        // 317 columns and 316 rows of 86 pixels, and a line of 2.
        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(refusal.Message, Does.Contain("100000 images").And.Contain("27264 x 27178 pixels").And.Contain("--count").And.Contain("--scale").And.Contain("--npy"));
    }
}
