using System.Text.Json.Nodes;
using BigGustave;
using NativeGan.Engine.Checking;
using NativeGan.Kernels;
using NativeGan.Tests.Training.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program's commands that look at things: devices, gradients, a step's tape, data.</summary>
[TestFixture]
public sealed class StudyCommandTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [OneTimeTearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Devices_ListsEveryBackend()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "devices");

        foreach (string name in BackendCatalog.Names)
        {
            Assert.That(output, Does.Match($@"(?m)^{name} +\S"));
        }
    }

    [Test]
    public void Gradcheck_ListsEveryOperationAndPasses()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "gradcheck");

        foreach (OperationCase entry in OperationCatalog.Cases)
        {
            Assert.That(output, Does.Contain($"{Environment.NewLine}{entry.Name} "), entry.Name);
        }

        Assert.That(output, Does.Contain($"{OperationCatalog.Cases.Count} of {OperationCatalog.Cases.Count} operations").And.Not.Contain("MISSED"));
    }

    [Test]
    public void Gradcheck_Columns_AreAligned()
    {
        string[] lines = NativeGanProgram.Succeed(_folder.Path, "gradcheck").Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        string[] table = lines[..^1];

        // Where a number's column ends, every line has a number's end.
        foreach (string column in new[] { "analytic", "numeric", "error", "checked", "kinks" })
        {
            int end = table[0].IndexOf(column, StringComparison.Ordinal) + column.Length;
            Assert.That(table.Where(line => line.Length < end || line[end - 1] == ' ' || (line.Length > end && line[end] != ' ')), Is.Empty, column);
        }
    }

    [Test]
    public void Gradcheck_AsJson_IsOneObject()
    {
        JsonNode report = JsonNode.Parse(NativeGanProgram.Succeed(_folder.Path, "gradcheck", "--op", "MatMul", "--json"))!;

        Assert.That((bool)report["holds"]!, Is.True);
        Assert.That(report["operations"]!.AsArray().Select(operation => (string)operation!["name"]!), Is.All.StartsWith("MatMul").And.Not.Empty);
        Assert.That((double)report["operations"]![0]!["worst"]!["error"]!, Is.LessThan((double)report["tolerance"]!));
    }

    [Test]
    public void Lab_AsJson_IsOneObject()
    {
        JsonNode report = JsonNode.Parse(NativeGanProgram.Succeed(_folder.Path, "lab", "flip", "--quick", "--device", "cpu", "--json"))!;

        JsonNode finding = report["labs"]![0]!["findings"]![0]!;
        Assert.That((bool)report["holds"]!, Is.True);
        Assert.That((string)report["labs"]![0]!["name"]!, Is.EqualTo("flip"));
        Assert.That(File.Exists(Path.Combine(_folder.Path, (string)report["labs"]![0]!["picture"]!)));
        Assert.That((bool)finding["holds"]!, Is.True);
        Assert.That((double)finding["gap"]!, Is.LessThanOrEqualTo((double)finding["tolerance"]!));
    }

    [Test]
    public void Device_ChosenByAuto_IsOneShortLine()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "train", "s2", "--steps", "1", "--out", "auto");

        string device = output.Split('\n').Single(line => line.StartsWith("device: ", StringComparison.Ordinal));
        Assert.That(device, Does.Contain("chosen by auto").And.Not.Contain("not available").And.Not.Contain("Install"));
        Assert.That(device, Has.Length.LessThan(160));
    }

    [Test]
    public void Trace_OfS4_NamesWhoGotAGradientAndWhoWasLeftAlone()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "trace", "s4");

        string[] phases = output.Split("generator step (the discriminator was updated)");
        Assert.That(phases, Has.Length.EqualTo(2));
        Assert.That(phases[0], Does.Match(@"generator\.0\.weight +\[3, 5\] +left alone: D loss").And.Match(@"discriminator\.2\.bias +\[1\] +gradient norm [\d.E-]+ from D loss"));
        Assert.That(phases[1], Does.Match(@"discriminator\.0\.weight +\[6, 5\] +left alone: G loss").And.Match(@"generator\.2\.bias +\[6\] +gradient norm [\d.E-]+ from G loss"));
        Assert.That(output, Does.Match(@"(?m)^   1  .* = .*\("), "numbered operations");
    }

    [Test]
    public void Trace_OfWganGp_ShowsEveryUpdateOfDAndItsPenalty()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "trace", "wgan-gp");

        Assert.That(output, Does.Contain("gradient penalty").And.Contain("discriminator step 1 of 5: D loss = ").And.Contain("discriminator step 5 of 5: D loss = "));
    }

    [TestCase("s3a")]
    [TestCase("s3b")]
    public void Trace_OfAConvolutionalGan_TakesTheSizeThatItIsMadeFor(string preset)
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "trace", preset);

        Assert.That(output, Does.Match(@"generator\.0\.weight +\[3, 12544\] gradient norm [\d.E-]+ from G loss"));
    }

    [Test]
    public void DataCheck_OfAFolder_TellsCountsAndHash()
    {
        string data = _folder.Folder("data");
        SmallDataset images = new();
        images.Save(data, compress: true);

        string output = NativeGanProgram.Succeed(_folder.Path, "data", "check", "--data", data);

        Assert.That(output, Does.Contain("20 images of 28x28").And.Contain(images.Catalog.TrainImages.Sha256).And.Contain("0: 2, 1: 2"));
    }

    [Test]
    public void DataPreview_OfAFolder_WritesAPicture()
    {
        string data = _folder.Folder("preview"), path = _folder.File("preview.png");
        new SmallDataset().Save(data);

        NativeGanProgram.Succeed(_folder.Path, "data", "preview", "--data", data, "--out", path);

        Assert.That(Png.Open(path).Width, Is.GreaterThanOrEqualTo(10 * 28));
    }
}
