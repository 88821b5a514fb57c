using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

/// <summary>What is refused and what is doubted of images and labels.</summary>
public sealed class ImageDatasetCheckTests
{
    private const string Images = "train-images-idx3-ubyte", Labels = "train-labels-idx1-ubyte";

    private static readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Load_LabelOutsideTheClasses_IsRefusedByNumberAndFile()
    {
        byte[] labels = [.. _digits.Labels!];
        labels[17] = 12;
        labels[20] = 255;

        InputAssert.Refuses(() => Load(_digits.Pixels, labels), _folder.File(Labels), "label 17 is 12", "0 to 9", "1 more");
    }

    [TestCase((byte)0)]
    [TestCase((byte)255)]
    public void Load_ImagesOfOneShade_AreRefused(byte shade)
    {
        byte[] pixels = [.. Enumerable.Repeat(shade, _digits.Pixels.Length)];

        InputAssert.Refuses(() => Load(pixels, _digits.Labels), _folder.File(Images), $"are {shade}", "nothing to see");
    }

    [Test]
    public void Load_OtherNumberOfLabels_NamesBothFiles() =>
        InputAssert.Refuses(() => Load(_digits.Pixels, _digits.Labels![..10]), "2500 images and 10 labels", _folder.File(Images), _folder.File(Labels));

    [Test]
    public void FindDoubts_RealDigits_AreNone()
    {
        ImageDataset test = BuiltInDigits.LoadTest();

        Assert.That(ImageDatasetCheck.FindDoubts(Load(_digits.Pixels, _digits.Labels)), Is.Empty);
        Assert.That(ImageDatasetCheck.FindDoubts(Load(test.Pixels, test.Labels), _digits), Is.Empty);
    }

    [Test]
    public void FindDoubts_BlackAndNegativeImagesAmongDigits_AreNumbered()
    {
        byte[] pixels = [.. _digits.Pixels];
        pixels.AsSpan(3 * 784, 784).Clear();
        foreach (int image in new[] { 5, 6, 8, 9 })
        {
            Negate(pixels.AsSpan(image * 784, 784));
        }

        IReadOnlyList<string> doubts = ImageDatasetCheck.FindDoubts(Load(pixels, _digits.Labels));

        Assert.That(doubts, Has.Count.EqualTo(2));
        Assert.That(doubts[0], Does.Contain(_folder.File(Images)).And.Contain("1 of 2500").And.Contain("one shade").And.Contain("(image 3)"));
        Assert.That(doubts[1], Does.Contain(_folder.File(Images)).And.Contain("4 of 2500").And.Contain("unlike the others").And.Contain("(images 5, 6, 8 and 1 more)"));
    }

    [Test]
    public void FindDoubts_TestImagesThatAreNegatives_AreUnlikeTheTrainingImages()
    {
        byte[] pixels = [.. BuiltInDigits.LoadTest().Pixels];
        Negate(pixels);

        IReadOnlyList<string> doubts = ImageDatasetCheck.FindDoubts(Load(pixels, labels: null), _digits);

        Assert.That(doubts, Has.Some.Contains("dark ink on white paper"));
        Assert.That(doubts, Has.Some.Contains("300 of 300 images are much unlike the training images"));
    }

    [Test]
    public void FindDoubts_ShadesFromZeroToOne_AreTold()
    {
        byte[] pixels = Array.ConvertAll(_digits.Pixels, pixel => (byte)(pixel / 255));

        Assert.That(ImageDatasetCheck.FindDoubts(Load(pixels, _digits.Labels)), Has.Some.Contains("no pixel is above 1"));
    }

    [Test]
    public void FindDoubts_TestImagesThatAreTheTrainingImages_AreTold()
    {
        ImageDataset train = Load(_digits.Pixels, _digits.Labels);

        Assert.That(ImageDatasetCheck.FindDoubts(train, train), Is.EqualTo(new[] { $"'{_folder.File(Images)}': the test images are the training images." }));
    }

    [Test]
    public void Load_DoubtfulImages_AreToldBeforeAnythingIsMadeOfThem()
    {
        byte[] pixels = [.. _digits.Pixels];
        pixels.AsSpan(0, 784).Clear();
        List<string> log = [];

        Load(pixels, _digits.Labels, log.Add);

        Assert.That(log, Has.Some.StartsWith($"Doubtful: '{_folder.File(Images)}': 1 of 2500 images"));
    }

    private static void Negate(Span<byte> pixels)
    {
        foreach (ref byte pixel in pixels)
        {
            pixel = (byte)(255 - pixel);
        }
    }

    private ImageDataset Load(byte[] pixels, byte[]? labels, Action<string>? log = null)
    {
        IdxFile.Write(_folder.File(Images), [pixels.Length / 784, 28, 28], pixels);
        if (labels is not null)
        {
            IdxFile.Write(_folder.File(Labels), [labels.Length], labels);
        }

        return new DatasetSource(new DatasetSourceOptions { DataFolder = _folder.Path }, log ?? (_ => { })).Load(DatasetKind.Mnist);
    }
}
