using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary><c>nativegan sweep</c> as processes.</summary>
public sealed class SweepCommandTests
{
    private const string Small = """
        { "preset": "s4", "grid": { "learning-rate": [0.001, 0.01] }, "seeds": [1, 2], "rankBy": "mean_distance", "options": {
          "dataset": "built-in-digits", "noise-size": 5, "generator-hidden": 4, "discriminator-hidden": 3, "batch-size": 8, "steps": 3000, "checkpoint-every": 100, "sample-every": 0 } }
        """;

    [Test]
    public void Sweep_KilledTwice_GivesTheTableOfAnUndisturbedOne()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "small.json"), Small);
        NativeGanProgram.Succeed(folder.Path, "sweep", "small.json", "--out", "whole");

        foreach (string begun in new[] { "001-s4-seed-1", "002-s4-seed-1" })
        {
            using NativeGanProgram killed = NativeGanProgram.Start(folder.Path, "sweep", "small.json", "--out", "parts", "--jobs", "1");
            killed.WaitForFile(Path.Combine(folder.Path, "parts", begun), "checkpoint-*.safetensors");
            killed.Kill();
        }

        string output = NativeGanProgram.Succeed(folder.Path, "sweep", "small.json", "--out", "parts");

        Assert.That(output, Does.Contain("runs are over already"));
        foreach (string table in new[] { "table.csv", "table.md" })
        {
            Assert.That(File.ReadAllText(Path.Combine(folder.Path, "parts", table)), Is.EqualTo(File.ReadAllText(Path.Combine(folder.Path, "whole", table))), table);
        }

        Assert.That(Path.Combine(folder.Path, "parts", "compare.html"), Does.Exist);
        Assert.That(NativeGanProgram.Succeed(folder.Path, "runs", "."), Does.StartWith("there are no runs in '.'"), "a search's folder is no damaged run");
        Assert.That(NativeGanProgram.Succeed(folder.Path, "runs", "parts"), Does.Contain("002-s4-seed-2").And.Not.Contain("damaged"));
    }

    [Test]
    public void Sweep_OfAnotherFileInTheFolder_IsRefused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "other.json"), """{ "preset": "s2" }""");
        Directory.CreateDirectory(Path.Combine(folder.Path, "whole"));
        File.WriteAllText(Path.Combine(folder.Path, "whole", "sweep.json"), """{ "preset": "s4" }""");

        NativeGanProgram.Refuse(folder.Path, ExitCodes.DataMissing, ["sweep", "other.json", "--out", "whole"], "another search", "--out");
    }

    [Test]
    public void Sweep_WithARunThatDiverges_HasItInTheTableAndGoesOn()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "wild.json"), Small
            .Replace("\"learning-rate\": [0.001, 0.01]", "\"learning-rate\": [0.001, 1e30]", StringComparison.Ordinal)
            .Replace("[1, 2]", "[1]", StringComparison.Ordinal).Replace("3000", "30", StringComparison.Ordinal));

        ProgramResult result = NativeGanProgram.Run(folder.Path, "sweep", "wild.json", "--out", "wild");

        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.CheckFailed), result.Error);
        Assert.That(result.Error, Does.Contain("002-s4-seed-1").And.Contain("diverged"));
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "wild", "table.csv")), Does.Contain("2,s4,1e+30,0,1,"));
    }
}
