using BigGustave;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Pictures;

[TestFixture]
public sealed class PictureTests
{
    [TestCase(1, 1)]
    [TestCase(3, 5)]
    [TestCase(517, 300)]
    public void EncodeGray_Pixels_ComeBack(int width, int height)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(index => (byte)(index * 7 + index / 251))];

        Png image = Png.Open(PngWriter.EncodeGray(width, height, pixels));

        Assert.That((image.Width, image.Height), Is.EqualTo((width, height)));
        Assert.That(Enumerable.Range(0, width * height).Select(index => image.GetPixel(index % width, index / width)), Is.EqualTo(pixels.Select(static gray => new Pixel(gray))));
    }

    [Test]
    public void EncodeGray_WithTexts_HasThemBesideThePixels()
    {
        byte[] file = PngWriter.EncodeGray(2, 1, [3, 200], new("Description", "two pixels"), new("Source", "naïve"), new("Author", "Ольга"));

        Png image = Png.Open(file);
        Assert.That(new[] { image.GetPixel(0, 0), image.GetPixel(1, 0) }, Is.EqualTo(new[] { new Pixel(3), new Pixel(200) }));
        Assert.That(PngTexts.Of(file), Is.EqualTo(new Dictionary<string, string> { ["Description"] = "two pixels", ["Source"] = "naïve", ["Author"] = "Ольга" }));
    }

    [Test]
    public void EncodeGray_WrongNumberOfPixels_Throws() =>
        Assert.That(() => PngWriter.EncodeGray(2, 2, new byte[5]), Throws.ArgumentException.With.Message.Contains("5 pixels"));

    [TestCase(0f, 0)]
    [TestCase(1f, 255)]
    [TestCase(0.5f, 128)] // 127.5 rounds up
    [TestCase(2f, 255)]
    [TestCase(-1f, 0)]
    [TestCase(float.NaN, 0)]
    [TestCase(float.PositiveInfinity, 255)]
    public void ToGray_ZeroToOne_RoundsAndClamps(float value, int expected) =>
        Assert.That(SampleGrid.ToGray(value, PixelRange.ZeroToOne), Is.EqualTo(expected));

    [TestCase(-1f, 0)]
    [TestCase(0f, 128)]
    [TestCase(1f, 255)]
    public void ToGray_MinusOneToOne_CoversTheSameGrays(float value, int expected) =>
        Assert.That(SampleGrid.ToGray(value, PixelRange.MinusOneToOne), Is.EqualTo(expected));

    [Test]
    public void Render_FiveImagesInTwoRows_PlacesThem()
    {
        var grid = new SampleGrid { Rows = 2, Columns = 3, ImageRows = 1, ImageColumns = 2, Scale = 2, Separator = 1, SeparatorGray = 9 };

        byte[] pixels = grid.Render((ReadOnlySpan<byte>)[10, 11, 20, 21, 30, 31, 40, 41, 50, 51]);

        Assert.That((grid.Width, grid.Height), Is.EqualTo((16, 7)));
        byte[] firstRow = [9, 10, 10, 11, 11, 9, 20, 20, 21, 21, 9, 30, 30, 31, 31, 9];
        byte[] secondRow = [9, 40, 40, 41, 41, 9, 50, 50, 51, 51, 9, 9, 9, 9, 9, 9];
        byte[] line = [.. Enumerable.Repeat((byte)9, 16)];
        Assert.That(pixels, Is.EqualTo((byte[])[.. line, .. firstRow, .. firstRow, .. line, .. secondRow, .. secondRow, .. line]));
    }

    [Test]
    public void Render_Inverted_ExchangesBlackAndWhite()
    {
        var grid = new SampleGrid { Rows = 1, Columns = 1, ImageRows = 1, ImageColumns = 2, Scale = 1, Separator = 0, Invert = true };

        Assert.That(grid.Render((ReadOnlySpan<float>)[0f, 1f], PixelRange.ZeroToOne), Is.EqualTo((byte[])[255, 0]));
    }

    [Test]
    public void Render_TooManyOrHalfImages_Throws()
    {
        var grid = new SampleGrid { Rows = 1, Columns = 1 };

        Assert.That(() => grid.Render(new byte[2 * 784]), Throws.ArgumentException);
        Assert.That(() => grid.Render(new byte[100]), Throws.ArgumentException);
    }
}
