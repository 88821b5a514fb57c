using NativeGan.Tests.Training.Support;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

[TestFixture]
public sealed class MetricsCsvTests
{
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("metrics.csv");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Append_Rows_ComeBackToTheBit()
    {
        MetricsRow[] rows = [Row(1), new(2, 0.1f, float.NaN, float.PositiveInfinity, 1e-30f, 312.5f, Math.PI)];

        Write(rows);

        Assert.That(MetricsCsv.ReadRows(_path), Is.EqualTo(rows));
        Assert.That(File.ReadAllText(_path), Is.EqualTo(
            "step,d_loss,g_loss,d_real,d_fake,steps_per_second,elapsed_seconds\n"
            + "1,1.5,0.7,0.8,0.2,300,0.5\n"
            + "2,0.1,NaN,Infinity,1E-30,312.5,3.141592653589793\n"));
    }

    [Test]
    public void Resume_InTheMiddle_CutsLaterRowsAndKeepsEarlierOnes()
    {
        Write([Row(10), Row(20), Row(30), Row(40)]);
        string start = File.ReadAllText(_path)[..File.ReadAllText(_path).IndexOf("30,", StringComparison.Ordinal)];

        using (var metrics = MetricsCsv.Resume(_path, lastStep: 25))
        {
            metrics.Append(Row(26));
        }

        Assert.That(MetricsCsv.ReadRows(_path).Select(row => row.Step), Is.EqualTo((long[])[10, 20, 26]));
        Assert.That(File.ReadAllText(_path), Does.StartWith(start));
    }

    [TestCase("2")]
    [TestCase("20,1.5,0.7,0.8,0.2,300,0")] // seven numbers, but the last one has lost digits
    public void Resume_HalfWrittenLastLine_DropsIt(string rest)
    {
        Write([Row(10)]);
        File.AppendAllText(_path, rest);

        using (var metrics = MetricsCsv.Resume(_path, lastStep: 100))
        {
            metrics.Append(Row(21));
        }

        Assert.That(MetricsCsv.ReadRows(_path).Select(row => row.Step), Is.EqualTo((long[])[10, 21]));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("step,d_lo")]
    public void Resume_MissingOrEmptyFile_StartsANewOne(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(_path, content);
        }

        MetricsCsv.Resume(_path, lastStep: 5).Dispose();

        Assert.That(File.ReadAllText(_path), Is.EqualTo(MetricsCsv.Header + "\n"));
    }

    [Test]
    public void Resume_AnotherFile_IsRefusedAndKept()
    {
        File.WriteAllText(_path, "time,loss\n1,2\n");

        InputAssert.Refuses(() => MetricsCsv.Resume(_path, 5), _path, "first line");
        Assert.That(File.ReadAllText(_path), Does.StartWith("time,loss"));
    }

    [Test]
    public void Resume_DamagedLineInTheMiddle_NamesTheLine()
    {
        Write([Row(1)]);
        File.AppendAllText(_path, "2,x\n3,1.5,0.7,0.8,0.2,300,0.5\n");

        InputAssert.Refuses(() => MetricsCsv.Resume(_path, 5), _path, "line 3");
    }

    [TestCase("-2,1.5,0.7,0.8,0.2,300,0.5")]
    [TestCase("2, 1.5,0.7,0.8,0.2,300,0.5")]
    [TestCase("2,1.5,0.7,0.8,0.2,+300,0.5")]
    public void ReadRows_NumbersWrittenInAnotherWay_NameTheLine(string line)
    {
        Write([Row(1)]);
        File.AppendAllText(_path, line + "\n");

        InputAssert.Refuses(() => MetricsCsv.ReadRows(_path), _path, "line 3");
    }

    private void Write(MetricsRow[] rows)
    {
        using var metrics = MetricsCsv.Create(_path);
        foreach (MetricsRow row in rows)
        {
            metrics.Append(row);
        }
    }

    private static MetricsRow Row(long step) => new(step, 1.5f, 0.7f, 0.8f, 0.2f, 300f, 0.5);
}
