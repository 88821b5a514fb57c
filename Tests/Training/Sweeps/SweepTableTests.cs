using System.Text;
using NativeGan.Training.Sweeps;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Sweeps;

/// <summary>Means, intervals and order of a sweep's table.</summary>
public sealed class SweepTableTests
{
    private static readonly SweepPlan _plan = SweepFile.Parse(
        Encoding.UTF8.GetBytes("""{ "preset": "s4", "grid": { "noise": ["normal", "uniform"] }, "seeds": [1, 2, 3], "rankBy": "distance" }"""), "x");

    [Test]
    public void Summarise_OfThreeNumbers_IsStudentsInterval()
    {
        (double mean, double interval) = SweepTable.Summarise([1, 2, 3]);

        Assert.That(mean, Is.EqualTo(2));
        Assert.That(interval, Is.EqualTo(4.30265273 / Math.Sqrt(3)).Within(1e-7), "t(0.975; 2) = 4.30265273, s = 1");
        Assert.That(SweepTable.Summarise([5]), Is.EqualTo((5, double.NaN)));
        Assert.That(SweepTable.Summarise([]), Is.EqualTo((double.NaN, double.NaN)));
    }

    [Test]
    public void Table_WithAFailedRun_SaysSoAndTakesTheMeanOfTheOthers()
    {
        SweepTable table = new(_plan, [.. _plan.Runs("x").Zip<SweepRun, SweepResult?>(
            [Of(5), Of(6), Of(7), Of(1), new SweepResult("Training diverged.", []), Of(3)])]);

        string[] lines = table.ToCsv().Split('\n');
        Assert.That(lines[0], Is.EqualTo("trial,preset,noise,runs,failed,distance,distance +-"));
        Assert.That(lines[1], Does.StartWith("2,s4,uniform,2,1,2,12.70"), "the lowest first; t(0.975; 1) = 12.7062, s = 1.41421");
        Assert.That(lines[2], Does.StartWith("1,s4,normal,3,0,6,2.484"));
        Assert.That(table.ToMarkdown(), Does.Contain("| 2 | s4 | uniform | 2, 1 failed | 2 ± 13 |"));
    }

    [Test]
    public void Result_SavedAndLoaded_IsTheSame()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new SweepResult("why", [KeyValuePair.Create("a", 0.1), KeyValuePair.Create("b", double.NaN)]).Save(folder);
            SweepResult loaded = SweepResult.Load(folder)!;

            Assert.That(loaded.Failure, Is.EqualTo("why"));
            Assert.That(loaded.Figures, Is.EqualTo(new[] { KeyValuePair.Create("a", 0.1), KeyValuePair.Create("b", double.NaN) }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SweepResult Of(double distance) => new(null, [KeyValuePair.Create("distance", distance)]);
}
