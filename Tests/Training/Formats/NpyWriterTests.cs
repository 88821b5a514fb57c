using System.Runtime.InteropServices;
using System.Text;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Formats;

[TestFixture]
public sealed class NpyWriterTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Complete_RowsInParts_HaveHeaderAndValues()
    {
        using (var writer = new NpyWriter(_folder.File("x.npy"), columns: 3))
        {
            writer.WriteRows([1, 2, 3]);
            writer.WriteRows([4, 5, 6, 7, 8, 9]);
            writer.Complete();
        }

        byte[] file = File.ReadAllBytes(_folder.File("x.npy"));
        Assert.That(file[..10], Is.EqualTo((byte[])[0x93, .. "NUMPY"u8, 1, 0, 118, 0]));
        string header = Encoding.ASCII.GetString(file, 10, 118);
        Assert.That(header.TrimEnd(' ', '\n'), Is.EqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }"));
        Assert.That(header, Does.EndWith(" \n"));
        Assert.That(MemoryMarshal.Cast<byte, float>(file.AsSpan(128)).ToArray(), Is.EqualTo((float[])[1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    [Test]
    public void Complete_OfAStream_IsTheSameFile()
    {
        using MemoryStream stream = new();
        using (var writer = new NpyWriter(stream, "a pipe", rows: 2, columns: 3))
        {
            writer.WriteRows([1, 2, 3]);
            writer.WriteRows([4, 5, 6]);
            writer.Complete();
        }

        NpyWriter.Write(_folder.File("x.npy"), 3, [1, 2, 3, 4, 5, 6]);
        Assert.That(stream.ToArray(), Is.EqualTo(File.ReadAllBytes(_folder.File("x.npy"))));
    }

    [Test]
    public void Complete_OfAStreamWithFewerRowsThanPromised_Throws()
    {
        using MemoryStream stream = new();
        using var writer = new NpyWriter(stream, "a pipe", rows: 2, columns: 3);
        writer.WriteRows([1, 2, 3]);

        Assert.That(writer.Complete, Throws.InvalidOperationException.With.Message.Contains("a pipe"));
    }

    [Test]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var writer = new NpyWriter(_folder.File("x.npy"), columns: 3))
        {
            writer.WriteRows([1, 2, 3]);
        }

        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void WriteRows_HalfARow_Throws() =>
        Assert.That(() => NpyWriter.Write(_folder.File("x.npy"), 3, [1, 2]), Throws.ArgumentException);
}
