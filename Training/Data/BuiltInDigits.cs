using System.IO.Compression;
using System.Reflection;
using NativeGan.Models;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Data;

/// <summary>Real MNIST digits inside the program, so that everything can be tried on a machine without data or network.</summary>
/// <remarks>
/// The resource <c>builtin-digits.bin</c> is lossless: a Brotli stream of four IDX files one after the other, training
/// images and labels, then test images and labels, in the order of the published files. Per class these are the first
/// <see cref="TrainPerClass"/> images of the training file and the first <see cref="TestPerClass"/> of the test file.
/// To make it again, run the test <c>BuiltInDigits_RecreateTheResource</c> with NATIVEGAN_DATA set; see there.
/// </remarks>
public static class BuiltInDigits
{
    /// <summary>Training images per class.</summary>
    public const int TrainPerClass = 250;

    /// <summary>Test images per class.</summary>
    public const int TestPerClass = 30;

    private const int ClassCount = MnistImages.Classes, Side = MnistImages.Side;

    /// <summary>The 2,500 training digits.</summary>
    public static ImageDataset LoadTrain() => Load(isTest: false);

    /// <summary>The 300 test digits.</summary>
    public static ImageDataset LoadTest() => Load(isTest: true);

    /// <summary>Selects the digits out of the full sets and writes the resource.</summary>
    public static void Write(ImageDataset train, ImageDataset test, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        using var content = new MemoryStream();
        Select(train, TrainPerClass, content);
        Select(test, TestPerClass, content);
        using var brotli = new BrotliStream(stream, new BrotliCompressionOptions { Quality = 11 }, leaveOpen: true);
        brotli.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private static ImageDataset Load(bool isTest)
    {
        const string Resource = "NativeGan.Training.Data.builtin-digits.bin";
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource '{Resource}' is missing from the program.");
        using var content = new BrotliStream(resource, CompressionMode.Decompress);
        const long MostBytes = 16 + (long)ClassCount * TrainPerClass * Side * Side;
        (IdxFile images, IdxFile labels) = ReadPart();
        if (isTest)
        {
            (images, labels) = ReadPart();
        }

        string source = $"the program itself ({images.Extents[0]:N0} digits)";
        return ImageDataset.Create("MNIST (built-in digits)", images, labels, source, isBuiltIn: true);

        (IdxFile, IdxFile) ReadPart() =>
            (IdxFile.ReadFrom(content, Resource, IdxFile.ImagesMagic, MostBytes),
             IdxFile.ReadFrom(content, Resource, IdxFile.LabelsMagic, MostBytes));
    }

    private static void Select(ImageDataset set, int perClass, Stream stream)
    {
        byte[] labels = set.Labels ?? throw new ArgumentException("BuiltInDigits: the set has no labels.", nameof(set));
        var counts = new int[ClassCount];
        var pixels = new List<byte>();
        var chosen = new List<byte>();
        for (int index = 0; index < set.Count; index++)
        {
            if (counts[labels[index]]++ < perClass)
            {
                pixels.AddRange(set.Image(index));
                chosen.Add(labels[index]);
            }
        }

        IdxFile.Write(stream, [chosen.Count, set.Rows, set.Columns], pixels.ToArray());
        IdxFile.Write(stream, [chosen.Count], chosen.ToArray());
    }
}
