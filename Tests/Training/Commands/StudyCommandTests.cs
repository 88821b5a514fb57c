using System.CommandLine;
using BigGustave;
using NativeGan.Engine.Checking;
using NativeGan.Kernels;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program's commands that look at things: devices, gradients, a step's tape, data, help.</summary>
[TestFixture]
public sealed class StudyCommandTests
{
    private TemporaryFolder _folder = null!;

    private static Command[] Commands() =>
    [
        TrainCommand.Create(), ResumeCommand.Create(), SampleCommand.Create(), EvalCommand.Create(), ClassifierCommand.Create(), DevicesCommand.Create(), GradcheckCommand.Create(), TraceCommand.Create(), LabCommand.Create(),
        .. DataCommand.Create().Subcommands,
    ];

    [OneTimeSetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [OneTimeTearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Help_OfEveryCommand_MentionsEveryOption()
    {
        string root = NativeGanProgram.Succeed(_folder.Path, "--help");
        foreach (Command command in Commands())
        {
            string[] path = command.Name is "check" or "preview" ? ["data", command.Name] : [command.Name];
            string help = NativeGanProgram.Succeed(_folder.Path, [.. path, "--help"]);

            Assert.That(root, Does.Contain(path[0]));
            Assert.That(command.Options.Select(option => option.Name).Where(name => !help.Contains($"{name} ", StringComparison.Ordinal)), Is.Empty, command.Name);
            Assert.That(command.Options.Select(option => option.Description), Is.All.Not.Null.And.All.Not.Empty, command.Name);
        }
    }

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
