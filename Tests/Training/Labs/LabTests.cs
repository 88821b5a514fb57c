using System.Xml.Linq;
using NativeGan.Kernels.Cpu;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NativeGan.Training.Labs;
using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Labs;

/// <summary>Every experiment holds at its quick size, and an experiment that misses is told.</summary>
[TestFixture]
public sealed class LabTests
{
    private TemporaryFolder _folder = null!;
    private CpuBackend _backend = null!;

    private static IEnumerable<string> Names() => LabCatalog.All.Select(lab => lab.Name);

    [OneTimeSetUp]
    public void SetUp() => (_folder, _backend) = (new TemporaryFolder(), new CpuBackend(0));

    [OneTimeTearDown]
    public void TearDown()
    {
        _backend.Dispose();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Names))]
    public void Run_Quick_HoldsAndDrawsAPictureWithWords(string name)
    {
        Lab lab = LabCatalog.Find(name);
        StringWriter output = new();
        using LabContext context = new(_backend, seed: 1, isQuick: true);

        int exitCode = LabCommand.ExitCodeOf(LabCommand.Run([lab], context, _folder.Path, output));

        Assert.That(exitCode, Is.EqualTo(ExitCodes.Success), output.ToString());
        Assert.That(output.ToString(), Does.Contain(lab.Claim.Split(' ')[0]).And.Contain("predicted").And.Contain("holds").And.Contain("Tolerances:"));
        XElement svg = XDocument.Load(_folder.File($"{name}.svg")).Root!;
        Assert.That((string?)svg.Element(svg.Name.Namespace + "title"), Is.EqualTo(lab.Title));
        Assert.That((string?)svg.Element(svg.Name.Namespace + "desc"), Does.Contain("measured").And.Contain("predicted"));
        Assert.That(svg.Elements().Count(), Is.GreaterThan(20), "curves, ticks and labels");
        Assert.That(svg.ToString(), Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
    }

    [Test]
    public void Names_OfAllLabs_AreThoseOfTheTheoryTable() => Assert.That(Names(), Is.EquivalentTo(new[]
    {
        "optimal-d", "jsd", "losses", "saturate", "oscillate", "nash", "modes", "balance", "change-of-variable", "init", "dropout",
        "bce-sign", "detach", "packing", "minimax", "flip",
    }));

    [Test]
    public void Run_OfAMeasurementThatMisses_ExitsWith3AndNamesIt()
    {
        StringWriter output = new();
        using LabContext context = new(_backend, seed: 1, isQuick: true);

        int exitCode = LabCommand.ExitCodeOf(LabCommand.Run([new MadeUpLab(1.0, "right"), new MadeUpLab(1.2, "wrong")], context, _folder.Path, output));

        string[] lines = output.ToString().Split('\n');
        Assert.That(exitCode, Is.EqualTo(ExitCodes.CheckFailed));
        Assert.That(lines, Has.One.Matches("^  one is one.*MISSED").And.One.Matches("^  one is one.*holds"));
        Assert.That(lines, Has.One.Matches("^wrong .*MISSED").And.One.Matches("^right .*holds").And.One.StartsWith("1 of 2 labs hold"));
        Assert.That(File.ReadAllText(_folder.File("wrong.svg")), Does.Contain("MISSED"));
    }

    [Test]
    public void Run_IntoAFileInsteadOfAFolder_IsRefused()
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        using LabContext context = new(_backend, seed: 1, isQuick: true);

        InputAssert.Refuses(() => LabCommand.Run([new MadeUpLab(1, "made-up")], context, Path.Combine(file, "labs"), TextWriter.Null), "Cannot write", "made-up.svg");
    }

    [Test]
    public void Program_WithAnUnknownName_HintsAtTheNearest() =>
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Usage, ["lab", "oscilate"], "no lab 'oscilate'", "'oscillate'");

    [Test]
    public void Program_OfOneLab_TellsAndDraws()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "lab", "oscillate", "--quick", "--device", "cpu", "--out", _folder.File("pictures"));

        Assert.That(output, Does.Contain("seed: 1, quick").And.Contain("144.77"));
        Assert.That(_folder.File(Path.Combine("pictures", "oscillate.svg")), Does.Exist);
    }

    [Test]
    public void Program_List_NamesEveryLab()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "lab", "--list");

        foreach (Lab lab in LabCatalog.All)
        {
            Assert.That(output, Does.Match($"(?m)^{lab.Name} +{System.Text.RegularExpressions.Regex.Escape(lab.Title)}"));
        }
    }

    /// <summary>Says that one is one, and measures what it is told to.</summary>
    private sealed class MadeUpLab(double measured, string name) : Lab
    {
        public override string Name => name;
        public override string Title => "One is one";
        public override string Claim => "Nobody says so.";
        public override string Explanation => "1 = 1.";
        public override string Tolerances => "A tenth.";

        public override LabResult Run(LabContext context) => new(
            [Finding.Within(0.1, "one is one", 1, measured)],
            new Plot("one", "x", "y", new Series("one", SeriesStyle.Dots, [(1, measured)])));
    }
}
