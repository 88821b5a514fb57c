using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program: <c>compare</c>.</summary>
[TestFixture]
public sealed class CompareCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        RunFolders.Write(_folder.File("a"), SmallRun.Options, new MetricsRow(60, 1.5f, 0.7f, 0.8f, 0.2f, 300f, 0.5));
        RunFolders.Write(_folder.File("b"), SmallRun.Options with { Seed = 2 }, new MetricsRow(60, 1.4f, 0.6f, 0.7f, 0.1f, 300f, 0.5));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Compare_TwoRuns_WritesAndReplacesOneFile()
    {
        string first = NativeGanProgram.Succeed(_folder.Path, "compare", "a", "b/");
        NativeGanProgram.Succeed(_folder.Path, "compare", "a", "b", "--out", "compare.html");

        Assert.That(first, Does.Contain("compare.html"));
        Assert.That(_folder.Names(), Is.EqualTo(new[] { "compare.html" }));
        Assert.That(File.ReadAllText(_folder.File("compare.html")), Does.StartWith("<!DOCTYPE html>").And.Contain("<h1>Runs side by side: a, b</h1>").And.EndWith("</html>\n"));
    }

    [Test]
    public void Compare_OneRun_IsAUsageError() =>
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Usage, ["compare", "a"], "one run", "'a'", "two or more");

    [TestCase(null, "b", "no run folder")]
    [TestCase("run.json", "{\"configuration\": {\"batchSize\":", "run.json", "not a valid configuration")]
    [TestCase("run.json", "{\"configuration\": {\"batchSiz\": 5}}", "run.json", "'batchSiz'")]
    [TestCase("metrics.csv", null, "metrics.csv", "'b'")]
    [TestCase("metrics.csv", MetricsCsv.Header + "\n1,2\n", "metrics.csv", "line 2")]
    [TestCase("figures.csv", "step,modes\nx,2\n", "figures.csv", "line 2")]
    public void Compare_WithADamagedRun_IsOneLineAndNoFile(string? file, string? content, params string[] parts)
    {
        string run = _folder.File("b");
        if (file is null)
        {
            Directory.Delete(run, recursive: true);
        }
        else if (content is null)
        {
            File.Delete(Path.Combine(run, file));
        }
        else
        {
            File.WriteAllText(Path.Combine(run, file), content);
        }

        InputException exception = Assert.Throws<InputException>(() => RunSummary.ReadAll([_folder.File("a"), run]))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.DataMissing));
        Assert.That(exception.Message, Does.Not.Contain('\n'));
        foreach (string part in parts)
        {
            Assert.That(exception.Message, Does.Contain(part.Trim('\'')));
        }
    }

    [Test]
    public void Compare_NotARunFolder_IsOneLineAndNoFile()
    {
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["compare", "a", "nowhere"], "'nowhere'", "no run folder");

        Assert.That(_folder.Names(), Is.Empty);
    }
}
