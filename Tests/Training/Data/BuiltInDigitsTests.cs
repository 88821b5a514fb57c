using BigGustave;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

[TestFixture]
public sealed class BuiltInDigitsTests
{
    [TestCase(false, 250)]
    [TestCase(true, 30)]
    public void Load_Digits_AreBalancedAndReal(bool isTest, int perClass)
    {
        ImageDataset digits = isTest ? BuiltInDigits.LoadTest() : BuiltInDigits.LoadTrain();

        Assert.That(digits.IsBuiltIn);
        Assert.That(digits.Count, Is.EqualTo(10 * perClass));
        Assert.That(digits.Pixels, Has.Length.EqualTo(digits.Count * 28 * 28));
        Assert.That(digits.Labels!.GroupBy(label => label).Select(group => group.Count()), Is.All.EqualTo(perClass).And.Exactly(10).Items);

        // Of all 60,000 training images the mean pixel is 33.3; 300 images scatter by about 1.
        Assert.That(digits.Pixels.Average(pixel => (double)pixel), Is.EqualTo(33.3).Within(3));
    }

    [Test]
    public void Load_FirstDigits_AreThoseOfThePublishedFiles()
    {
        Assert.That(BuiltInDigits.LoadTrain().Labels![..10], Is.EqualTo((byte[])[5, 0, 4, 1, 9, 2, 1, 3, 1, 4]));
        Assert.That(BuiltInDigits.LoadTest().Labels![..10], Is.EqualTo((byte[])[7, 2, 1, 0, 4, 1, 4, 9, 5, 9]));
    }

    [Test]
    public void Resource_Size_StaysBelow500Kilobytes()
    {
        using Stream resource = typeof(BuiltInDigits).Assembly.GetManifestResourceStream("NativeGan.Training.Data.builtin-digits.bin")!;

        Assert.That(resource.Length, Is.LessThan(500_000));
    }

    // To make the resource again: NATIVEGAN_DATA=DIR dotnet test Tests --filter BuiltInDigits_RecreateTheResource, then copy
    // the file it names to Training/Data. With the published MNIST in DIR it must come out as it is.
    [Test]
    [Explicit("Needs the published MNIST in NATIVEGAN_DATA.")]
    public void BuiltInDigits_RecreateTheResource()
    {
        var source = new DatasetSource(new DatasetSourceOptions { AllowNetwork = false, AllowBuiltIn = false }, TestContext.Progress.WriteLine);
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "builtin-digits.bin");

        AtomicFile.Write(path, stream => BuiltInDigits.Write(source.Load(DatasetKind.Mnist), source.LoadTest(DatasetKind.Mnist), stream));

        TestContext.Progress.WriteLine($"{path}: {new FileInfo(path).Length} bytes");
        using Stream resource = typeof(BuiltInDigits).Assembly.GetManifestResourceStream("NativeGan.Training.Data.builtin-digits.bin")!;
        using var current = new MemoryStream();
        resource.CopyTo(current);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(current.ToArray()));
    }

    [Test]
    public void Load_Grid_CanBeLookedAt()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "builtin-digits.png");
        var grid = new SampleGrid { Rows = 6, Columns = 6 };

        grid.Save(path, BuiltInDigits.LoadTrain().Pixels.AsSpan(0, 36 * 784));

        Png image = Png.Open(path);
        Assert.That((image.Width, image.Height), Is.EqualTo((518, 518)));
        Assert.That(Enumerable.Range(0, 518 * 518).Max(index => image.GetPixel(index % 518, index / 518).R), Is.EqualTo(255));
    }
}
