using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Runs;
using NativeGan.Training.Samples;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

[TestFixture]
public sealed class FiguresCsvTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_TwoColumns_GivesTheirPointsWithoutTheUnfinishedLine()
    {
        IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> columns = FiguresCsv.Read(Write("step,modes,distance\n0,1,NaN\n100,7,0.25\n200,8,\n300,9,0."));

        Assert.That(columns.Select(column => column.Name), Is.EqualTo(new[] { "modes", "distance" }));
        Assert.That(columns[0].Points, Is.EqualTo(new[] { (0.0, 1.0), (100, 7), (200, 8) }));
        Assert.That(columns[1].Points, Is.EqualTo(new[] { (0.0, double.NaN), (100, 0.25), (200, double.NaN) }), "an empty field is NaN");
    }

    [TestCase("")]
    [TestCase("step,mo")]
    [TestCase("step,modes\n")]
    public void Read_NoLineYet_HasNoPoints(string content) =>
        Assert.That(FiguresCsv.Read(Write(content)).SelectMany(column => column.Points), Is.Empty);

    [TestCase("time,modes\n", "first line")]
    [TestCase("step,modes,modes\n", "first line")]
    [TestCase("step,,modes\n", "first line")]
    [TestCase("step,modes\n0,1\n1,2,3\n", "line 3", "2 numbers")]
    [TestCase("step,modes\n0,many\n", "line 2")]
    [TestCase("step,modes\n-1,5\n", "line 2")]
    public void Read_Damaged_NamesFileAndLine(string content, params string[] parts)
    {
        string path = Write(content);

        InputAssert.Refuses(() => FiguresCsv.Read(path), [path, .. parts]);
    }

    [Test]
    public void Append_ToAFileWithFewerFigures_KeepsItReadable()
    {
        string path = Write("step,deviation\n0,1.5\n20,2.5\n");

        new FiguresCsv(path, lastStep: 10).Append(new SampleReport(20, new NormalView(NormalData.Source2), [3, 5]));

        Assert.That(File.ReadAllText(path), Is.EqualTo("step,mean,deviation\n0,,1.5\n20,4,1\n"));
        Assert.That(FiguresCsv.Read(path).Select(column => column.Points.Count), Is.EqualTo(new[] { 2, 2 }));
    }

    private string Write(string content)
    {
        string path = _folder.File("figures.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
