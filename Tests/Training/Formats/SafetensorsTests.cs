using System.Buffers.Binary;
using System.Text;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Formats;

[TestFixture]
public sealed class SafetensorsTests
{
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("x.safetensors");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Save_EveryType_ComesBack()
    {
        Sample(reverse: false).Save(_path);

        using var file = SafetensorsFile.Open(_path);
        Assert.That(file.Entries, Has.Count.EqualTo(6));
        Assert.That(file.ReadFloats("weight"), Is.EqualTo((float[])[1, -2, float.NaN, float.MaxValue, 5, 6]));
        Assert.That(file.Entries["weight"].Shape, Is.EqualTo((int[])[2, 3]));
        Assert.That(file.Entries["weight"].ShapeText, Is.EqualTo("[2, 3]"));
        Assert.That(file.ReadDoubles("scalar"), Is.EqualTo((double[])[Math.PI]));
        Assert.That(file.Entries["scalar"].Shape, Is.Empty);
        Assert.That(file.ReadInt32("é\"\n"), Is.EqualTo((int[])[int.MinValue, 7]));
        Assert.That(file.ReadInt64("step"), Is.EqualTo((long[])[long.MaxValue]));
        Assert.That(file.ReadBytes("bytes"), Is.EqualTo((byte[])[1, 2, 3]));
        Assert.That(file.ReadFloats("empty"), Is.Empty);
        Assert.That(file.Metadata["format"], Is.EqualTo("nativegan"));
    }

    [Test]
    public void Save_OtherOrderOfCalls_GivesTheSameAlignedBytes()
    {
        Sample(reverse: false).Save(_path);
        Sample(reverse: true).Save(_folder.File("y"));

        byte[] bytes = File.ReadAllBytes(_path);
        Assert.That(File.ReadAllBytes(_folder.File("y")), Is.EqualTo(bytes));
        Assert.That(BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8, Is.Zero);
        using var file = SafetensorsFile.Open(_path);
        Assert.That(file.Entries.Values.Select(entry => entry.Begin % entry.Type.Size()), Is.All.Zero);
    }

    [Test]
    public void Verify_AnyBitFlipped_IsRefused()
    {
        Sample(reverse: false).Save(_path);
        byte[] bytes = File.ReadAllBytes(_path);
        using (var file = SafetensorsFile.Open(_path))
        {
            Assert.That(file.Verify());
        }

        List<int> unnoticed = [];
        for (int at = sizeof(long); at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            File.WriteAllBytes(_path, bytes);
            if (IsAccepted())
            {
                unnoticed.Add(at);
            }

            bytes[at] ^= 1;
        }

        // The padding after the header says nothing.
        int end = sizeof(long) + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes), json = Array.LastIndexOf(bytes, (byte)'}', end - 1);
        Assert.That(unnoticed.Where(at => at <= json || at >= end), Is.Empty);

        bool IsAccepted()
        {
            try
            {
                using var file = SafetensorsFile.Open(_path);
                return file.Verify();
            }
            catch (InputException)
            {
                return false;
            }
        }
    }

    [Test]
    public void Add_WrongShapeOrTakenName_Throws()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [2], new float[2]);

        Assert.That(() => writer.Add("b", [3], new float[2]), Throws.ArgumentException.With.Message.Contains("2 values"));
        Assert.That(() => writer.Add("a", [2], new float[2]), Throws.ArgumentException.With.Message.Contains("taken"));
        Assert.That(() => writer.Add("__metadata__", [2], new float[2]), Throws.ArgumentException);
    }

    [Test]
    public void Read_WrongNameOrType_SaysSo()
    {
        Sample(reverse: false).Save(_path);

        using var file = SafetensorsFile.Open(_path);
        InputAssert.Refuses(() => file.ReadFloats("absent"), _path, "'absent'");
        InputAssert.Refuses(() => file.ReadFloats("scalar"), _path, "'scalar' is F64, F32 is expected");
    }

    // Each header is put before 8 bytes of data.
    [TestCase("", "not valid JSON")]
    [TestCase("hello", "not valid JSON")]
    [TestCase("[]", "an object is expected")]
    [TestCase("{\"a\":{}", "not valid JSON")]
    [TestCase("{}", "8 bytes after the last tensor")]
    [TestCase("{\"a\":5}", "'a' is a JSON Number")]
    [TestCase("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "'a' has no dtype")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "'a' has no shape")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "'a' has no data_offsets")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}", "dtype twice")]
    [TestCase("{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}", "'BF16'")]
    [TestCase("{\"a\":{\"dtype\":5,\"shape\":[2],\"data_offsets\":[0,8]}}", "dtype of 'a' is a JSON Number")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}", "shape of 'a' is a JSON Number")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "shape of 'a' has -2")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", "shape of 'a' has 2.5")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,8]}}", "shape of 'a' has 4294967296")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}", "99999999999999999999")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}", "more than the file has")]
    [TestCase("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}", "asks for")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "asks for 4")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,8]}}", "asks for 0")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "in order")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", "-8")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}}", "two numbers")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "ends at byte 12", "truncated")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775803,9223372036854775807]}}", "ends at byte")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "bytes 0 to 4")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "4 bytes after the last tensor")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "'b' starts at byte 4", "inside 'a'")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "'a' appears twice")]
    [TestCase("{\"__metadata__\":5,\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "__metadata__")]
    [TestCase("{\"__metadata__\":{\"k\":5},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "metadata 'k'")]
    [TestCase("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "not valid JSON")]
    [TestCase("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "not valid JSON")]
    public void Open_DoctoredHeader_IsRefused(string header, params string[] parts)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        WriteFile((ulong)text.Length, [.. text, .. new byte[8]]);

        InputAssert.Refuses(() => SafetensorsFile.Open(_path), [_path, .. parts]);
    }

    [TestCase(2ul, "{}", "")]
    [TestCase(10ul, "{}        ", "")]
    public void Open_NoTensors_IsFine(ulong length, string header, string rest)
    {
        WriteFile(length, Encoding.UTF8.GetBytes(header + rest));

        using var file = SafetensorsFile.Open(_path);
        Assert.That(file.Entries, Is.Empty);
    }

    [TestCase(100ul, "the file has 10")]
    [TestCase(100_000_001ul, "over 100000000")]
    [TestCase(ulong.MaxValue, "over 100000000")]
    public void Open_AbsurdHeaderLength_IsRefused(ulong length, string part)
    {
        WriteFile(length, "{}"u8.ToArray());

        InputAssert.Refuses(() => SafetensorsFile.Open(_path), _path, part);
    }

    [Test]
    public void Open_CutAnywhere_IsRefused()
    {
        Sample(reverse: false).Save(_path);
        byte[] bytes = File.ReadAllBytes(_path);
        for (int length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(_path, bytes[..length]);

            InputAssert.Refuses(() => SafetensorsFile.Open(_path), _path);
        }
    }

    [Test]
    public void Open_MissingFileOrFolder_SaysSo()
    {
        InputAssert.Refuses(() => SafetensorsFile.Open(_path), _path, "no such file");
        InputAssert.Refuses(() => SafetensorsFile.Open(_folder.Path), _folder.Path, "folder");
    }

    // Files that another engine wrote, where they are at hand: the fixtures of the tests.
    [Test]
    public void Open_FixturesOfAnotherEngine_ReadsEveryTensor()
    {
        string folder = Environment.GetEnvironmentVariable("NATIVEGAN_FIXTURES")
            ?? Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures");
        string[] paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors") : [];
        Assume.That(paths, Is.Not.Empty, $"There are no fixtures in '{folder}'.");

        foreach (string path in paths)
        {
            using var file = SafetensorsFile.Open(path);
            Assert.That(file.Entries, Is.Not.Empty);
            foreach (SafetensorsEntry entry in file.Entries.Values)
            {
                Assert.That(file.ReadBytes(entry.Name), Has.Length.EqualTo(entry.ByteLength), $"{path}: {entry.Name}");
            }
        }
    }

    private static SafetensorsWriter Sample(bool reverse)
    {
        Action<SafetensorsWriter>[] calls =
        [
            writer => writer.Add("weight", [2, 3], (float[])[1, -2, float.NaN, float.MaxValue, 5, 6]),
            writer => writer.Add("bytes", [3], (byte[])[1, 2, 3]),
            writer => writer.Add("scalar", [], (double[])[Math.PI]),
            writer => writer.Add("é\"\n", [2, 1], (int[])[int.MinValue, 7]),
            writer => writer.Add("step", [1], (long[])[long.MaxValue]),
            writer => writer.Add("empty", [0, 5], Array.Empty<float>()),
            writer => writer.Metadata["format"] = "nativegan",
            writer => writer.Metadata["a"] = "b",
        ];
        var writer = new SafetensorsWriter();
        foreach (Action<SafetensorsWriter> call in reverse ? calls.Reverse() : calls)
        {
            call(writer);
        }

        return writer;
    }

    private void WriteFile(ulong headerLength, byte[] rest)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength);
        File.WriteAllBytes(_path, [.. prefix, .. rest]);
    }
}
