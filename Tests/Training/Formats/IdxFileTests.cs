using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Formats;

[TestFixture]
public sealed class IdxFileTests
{
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("train-images-idx3-ubyte");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void ReadImages_WhatWasWritten_ComesBack(bool compress)
    {
        byte[] pixels = Pixels(5 * 4 * 3);
        IdxFile.Write(_path, [5, 4, 3], pixels, compress);

        IdxFile file = IdxFile.ReadImages(_path);

        Assert.That(file.Extents, Is.EqualTo((int[])[5, 4, 3]));
        Assert.That(file.Values, Is.EqualTo(pixels));
        Assert.That(file.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Images(5, 4, 3)))));
    }

    [Test]
    public void ReadLabels_WhatWasWritten_ComesBack()
    {
        IdxFile.Write(_path, [3], [7, 0, 9]);

        Assert.That(IdxFile.ReadLabels(_path).Values, Is.EqualTo((byte[])[7, 0, 9]));
    }

    [Test]
    public void ReadImages_BytesBehindTheGzipData_IsRefused() => Refuses([.. Gzip(Images(5, 4, 3)), 1, 2, 3], "bytes behind its end");

    [Test]
    public void ReadImages_LargerThanAPiece_ReadsEveryByte()
    {
        byte[] pixels = Pixels(700 * 28 * 28); // 548,800 bytes: three pieces of 262,144
        IdxFile.Write(_path, [700, 28, 28], pixels, compress: true);

        Assert.That(IdxFile.ReadImages(_path).Values.AsSpan().SequenceEqual(pixels));
    }

    [Test]
    public void ReadImages_MissingFile_SaysSo() =>
        InputAssert.Refuses(() => IdxFile.ReadImages(_path), _path, "no such file");

    [Test]
    public void ReadImages_Folder_SaysSo() =>
        InputAssert.Refuses(() => IdxFile.ReadImages(_folder.Path), _folder.Path, "folder");

    [Test]
    public void ReadImages_EmptyFile_SaysSo() => Refuses([], "empty");

    [Test]
    public void ReadImages_EmptyGzip_SaysSo() => Refuses(Gzip([]), "empty");

    [TestCase(3)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(75)]
    public void ReadImages_CutRawFile_SaysTruncated(int length) => Refuses(Images(5, 4, 3)[..length], "truncated");

    [TestCase(15)]
    [TestCase(75)]
    public void ReadImages_CutContentInGzip_SaysTruncated(int length) => Refuses(Gzip(Images(5, 4, 3)[..length]), "truncated");

    [Test]
    public void ReadImages_BytesBehindTheLastImage_SaysHowMany()
    {
        Refuses([.. Images(5, 4, 3), 1, 2, 3], "3 bytes too long");
        Refuses(Gzip([.. Images(5, 4, 3), 1, 2, 3]), "3 bytes too long");
    }

    [Test]
    public void ReadImages_FileOfLabels_SaysSo() =>
        Refuses([0, 0, 8, 1, 0, 0, 0, 1, 5], "file of labels", "one of images", "exchanged");

    [Test]
    public void ReadLabels_FileOfImages_SaysSo()
    {
        File.WriteAllBytes(_path, Images(5, 4, 3));

        InputAssert.Refuses(() => IdxFile.ReadLabels(_path), "file of images", "one of labels");
    }

    [Test]
    public void ReadImages_WebPage_ShowsItsMagic() => Refuses("<!DOCTYPE html><html>"u8.ToArray(), "0x3c21444f", "0x00000803");

    [TestCase(int.MaxValue, int.MaxValue, int.MaxValue, "is the limit")]
    [TestCase(60_000, 28, 28, "47040016")]
    [TestCase(-1, 28, 28, "4294967295")]
    [TestCase(2_000_000, 28, 28, "truncated")]
    public void ReadImages_HeaderThatPromisesTooMuch_IsRefusedWithoutMemory(int count, int rows, int columns, string part)
    {
        byte[] content = Images(5, 4, 3);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), rows);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(12), columns);
        byte[] compressed = Gzip(content);
        byte[] lying = [.. compressed]; // the gzip trailer confirms the lie
        BinaryPrimitives.WriteUInt32LittleEndian(lying.AsSpan(lying.Length - 4), unchecked((uint)(16 + (long)count * rows * columns)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Refuses(content, part);
        Refuses(compressed, part);
        Refuses(lying);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4_000_000));
    }

    [Test]
    public void ReadImages_GzipCutAnywhere_IsRefused()
    {
        byte[] compressed = Gzip(Images(5, 4, 3));
        for (int length = 2; length < compressed.Length; length++)
        {
            byte[] cut = compressed[..length];

            Refuses(cut);
        }
    }

    [Test]
    public void ReadImages_GzipWithOneBitFlipped_IsRefusedOrUnchanged()
    {
        // Some bits carry no content, such as those that fill the last byte before the checksum.
        byte[] content = Images(5, 4, 3);
        byte[] compressed = Gzip(content);
        int refused = 0;
        for (int index = 0; index < compressed.Length; index++)
        {
            byte[] damaged = [.. compressed];
            damaged[index] ^= 0x10;
            File.WriteAllBytes(_path, damaged);

            try
            {
                Assert.That(IdxFile.ReadImages(_path).Values, Is.EqualTo(content[16..]), $"bit 4 of byte {index}");
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(compressed.Length - 12));
    }

    [Test]
    public void Write_WrongExtents_Throws() =>
        Assert.That(() => IdxFile.Write(Stream.Null, [2, 2, 2], new byte[7]), Throws.ArgumentException.With.Message.Contains("7 values"));

    private void Refuses(byte[] file, params string[] parts)
    {
        File.WriteAllBytes(_path, file);

        InputAssert.Refuses(() => IdxFile.ReadImages(_path), [_path, .. parts]);
    }

    private static byte[] Images(int count, int rows, int columns)
    {
        using var stream = new MemoryStream();
        IdxFile.Write(stream, [count, rows, columns], Pixels(count * rows * columns));
        return stream.ToArray();
    }

    private static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(index => (byte)(index * 37 + index / 256))];

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }
}
