using System.Text.Json.Nodes;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program with images and labels that are wrong: nothing is written, and <c>data check</c> says all of it.</summary>
[TestFixture]
public sealed class DataCommandTests
{
    private TemporaryFolder _folder = null!;
    private string _data = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _data = _folder.Folder("data");
        new SmallDataset().Save(_data);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Train_LabelsOutsideTheClasses_IsRefusedBeforeAnythingIsWritten()
    {
        string labels = Overwrite("train-labels-idx1-ubyte", offset: 8 + 5, 77);

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["train", "cgan", "--data", _data, "--steps", "1", "--device", "cpu", "--out", _folder.File("x")], labels, "label 5 is 77");

        Assert.That(Directory.Exists(_folder.File("x")), Is.False);
    }

    [Test]
    public void DataCheck_FaultsInBothParts_AreALineEach()
    {
        string labels = Overwrite("t10k-labels-idx1-ubyte", offset: 8 + 2, 11), images = Overwrite("train-images-idx3-ubyte", offset: 16, [.. new byte[784]]);

        ProgramResult result = NativeGanProgram.Run(_folder.Path, "data", "check", "--data", _data);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.DataMissing), result.Output);
        Assert.That(result.Output.Split('\n').Count(line => line.StartsWith("wrong: ", StringComparison.Ordinal)), Is.EqualTo(2), result.Output);
        Assert.That(result.Output, Does.Contain(labels).And.Contain("label 2 is 11"));
        Assert.That(result.Output, Does.Contain(images).And.Contain("1 of 20 images are of one shade"));
        Assert.That(result.Output, Does.Contain("2 things are wrong"));
    }

    [Test]
    public void DataCheck_AllBlackTestImages_AreWrong()
    {
        string images = Overwrite("t10k-images-idx3-ubyte", offset: 16, [.. new byte[10 * 784]]);

        ProgramResult result = NativeGanProgram.Run(_folder.Path, "data", "check", "--data", _data);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.DataMissing), result.Output);
        Assert.That(result.Output, Does.Contain(images).And.Contain("nothing to see"));
    }

    [Test]
    public void DataCheck_NoTestImages_IsWrong()
    {
        File.Delete(Path.Combine(_data, "t10k-images-idx3-ubyte"));

        ProgramResult result = NativeGanProgram.Run(_folder.Path, "data", "check", "--data", _data);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.DataMissing), result.Output);
        Assert.That(result.Output, Does.Contain("wrong: test images: ").And.Contain("t10k-images-idx3-ubyte").And.Contain("20 images of 28x28"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void DataCheck_AsJson_IsOneObject(bool isRight)
    {
        if (!isRight)
        {
            Overwrite("train-labels-idx1-ubyte", offset: 8, 99);
        }

        ProgramResult result = NativeGanProgram.Run(_folder.Path, "data", "check", "--data", _data, "--json");

        JsonObject report = JsonNode.Parse(result.Output)!.AsObject();
        Assert.That(result.ExitCode, Is.EqualTo(isRight ? ExitCodes.Success : ExitCodes.DataMissing));
        Assert.That((bool)report["holds"]!, Is.EqualTo(isRight));
        Assert.That(report["faults"]!.AsArray(), Has.Count.EqualTo(isRight ? 0 : 1));
        Assert.That((int)report["test"]!["images"]!, Is.EqualTo(10));
        Assert.That((int)report["test"]!["labels"]!["3"]!, Is.EqualTo(1));
        Assert.That(report["training"] is null, Is.EqualTo(!isRight));
    }

    [Test]
    public void DataCheck_DigitsOfTheProgram_AreRight()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "data", "check");

        Assert.That(output, Does.Contain("2500 images").And.Contain("300 images").And.Contain("nothing is wrong"));
    }

    [Test]
    public void Train_FolderBesideTheDigitsOfTheProgram_IsRefused() => NativeGanProgram.Refuse(
        _folder.Path, ExitCodes.Usage, ["train", "s4", "--dataset", "built-in-digits", "--data", _data, "--steps", "1", "--device", "cpu", "--out", _folder.File("x")], "--data", _data, "built-in digits");

    private string Overwrite(string name, int offset, params byte[] bytes)
    {
        string path = Path.Combine(_data, name);
        byte[] content = File.ReadAllBytes(path);
        bytes.CopyTo(content, offset);
        File.WriteAllBytes(path, content);
        return path;
    }
}
