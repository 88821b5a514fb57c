using System.Text.Json.Nodes;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The list of runs: the built program.</summary>
[TestFixture]
public sealed class RunsCommandTests
{
    private static readonly string _long = string.Concat(Enumerable.Repeat("long-", 14));

    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeRuns()
    {
        _folder = new TemporaryFolder();
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "4", "--seed", "7", "--checkpoint-every", "0"]);
        RunFolders.Write(_folder.File("runs/killed"), SmallRun.Options with { Steps = 300 }, new MetricsRow(60, 1.5f, 0.7f, 0.8f, 0.2f, 300f, 0.5));
        RunFolders.Write(_folder.File($"runs/{_long}"), SmallRun.Options with { Seed = ulong.MaxValue });
        Old(RunFolders.Write(_folder.File("runs/old"), SmallRun.Options, new MetricsRow(60, 1.5f, 0.7f, 0.8f, 0.2f, 300f, 0.5)));
        File.WriteAllText(Path.Combine(RunFolders.Write(_folder.File("runs/bad-json"), SmallRun.Options), "run.json"), "{\"configuration\": [1]");
        File.WriteAllText(Path.Combine(RunFolders.Write(_folder.File("runs/bad-metrics"), SmallRun.Options), "metrics.csv"), "step,loss\n");
        File.WriteAllText(Path.Combine(RunFolders.Write(_folder.File("runs/bad-eval"), SmallRun.Options), "eval.json"), "{\"step\": \"x\", \"metrics\": {\"a\": 1, \"b\": {\"c\": {\"model\": \"d\"}}}}");
        File.WriteAllText(Path.Combine(_folder.Folder("runs/left"), ".lock"), "");
        _folder.Folder("runs/notes");
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Runs_AsATable_FitsEightyColumnsAndNamesWhatIsDamaged()
    {
        string output = NativeGanProgram.Succeed(_folder.Path, "runs");

        Assert.That(output.Split('\n').Where(line => line.Length > 80), Is.Empty.Or.All.StartsWith("long-"), "a name that is longer alone");
        Assert.That(output, Does.Match(@"(?m)^run +preset +seed +step +of +status +size +date$"));
        Assert.That(output, Does.Match(@"(?m)^s4-001 +s4 +7 +4 +4 +done +\d[0-9.]* kB +\d{4}-\d\d-\d\d\n +mean_distance 0\.\d+, variance_ratio"));
        Assert.That(output, Does.Match(@"(?m)^killed +small +\d+ +60 +300 +stopped "));
        Assert.That(output, Does.Match(@"(?m)^old +small +\d+ +60 +60 +done .* -$"), "its run.json has no status and no date");
        Assert.That(output, Does.Match(@"(?m)^bad-json .*damaged").And.Match(@"(?m)^bad-metrics +small [^\n]*\n +damaged: ").And.Match(@"(?m)^left .*damaged"));
        Assert.That(output, Does.Contain($"\n{_long}").Or.Contain("long-long-"));
        Assert.That(output, Does.Not.Contain("notes"));
    }

    [Test]
    public void Runs_AsJson_HasTheSameAndNothingElse()
    {
        JsonNode list = JsonNode.Parse(NativeGanProgram.Succeed(_folder.Path, "runs", "runs", "--json"))!;
        JsonNode run = list["runs"]!.AsArray().Single(entry => (string?)entry!["name"] == "s4-001")!;

        Assert.That(list["runs"]!.AsArray(), Has.Count.EqualTo(8));
        Assert.That(((string?)run["preset"], (int?)run["seed"], (int?)run["step"], (int?)run["steps"], (string?)run["status"], (string?)run["problem"]), Is.EqualTo(("s4", 7, 4, 4, "done", null as string)));
        Assert.That((double?)run["figures"]!["mean_distance"], Is.GreaterThan(0));
        Assert.That((long?)run["bytes"], Is.GreaterThan(1000));
    }

    [Test]
    public void Runs_OfARunThatGoesOn_SaysRunning()
    {
        string elsewhere = _folder.Folder("elsewhere");
        using NativeGanProgram program = NativeGanProgram.Start(elsewhere, [.. NativeGanProgram.SmallTraining, "--log-every", "10", "--sample-every", "0", "--checkpoint-every", "0", "--steps", "100000000"]);
        program.WaitForLine("step ");

        Assert.That(NativeGanProgram.Succeed(elsewhere, "runs"), Does.Match(@"(?m)^s4-001 .* running "));
        program.Kill();
        Assert.That(NativeGanProgram.Succeed(elsewhere, "runs", "runs/s4-001"), Does.Match(@"(?m)^s4-001 .* stopped "));
    }

    [Test]
    public void Runs_WhereThereAreNone_SaysHowToMakeOne()
    {
        string empty = _folder.Folder("empty");

        Assert.That(NativeGanProgram.Succeed(empty, "runs"), Does.Contain("no runs").And.Contain("nativegan train"));
        NativeGanProgram.Refuse(empty, ExitCodes.DataMissing, ["runs", "nowhere"], "'nowhere'");
    }

    private static void Old(string run)
    {
        string path = Path.Combine(run, "run.json");
        JsonObject description = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (string name in new[] { "status", "step", "started", "ended", "durationSeconds", "command", "host" })
        {
            Assert.That(description.Remove(name), name);
        }

        File.WriteAllText(path, description.ToJsonString());
    }
}
