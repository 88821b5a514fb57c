using System.Text;
using NativeGan.Training.Errors;
using NativeGan.Training.Sweeps;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Sweeps;

/// <summary>What a sweep file means, and what is refused of it.</summary>
public sealed class SweepFileTests
{
    [Test]
    public void Grid_OfTwoOptions_IsEveryPairWithEverySeed()
    {
        SweepPlan plan = Parse("""{ "preset": ["s4", "lsgan"], "options": { "steps": 60 }, "grid": { "learning-rate": [1e-4, 0.0002], "batch-size": [32, 64, 128] }, "seeds": [1, 7] }""");

        Assert.That(plan.Trials, Has.Count.EqualTo(12));
        Assert.That(plan.VariedNames, Is.EqualTo(new[] { "learning-rate", "batch-size" }));
        Assert.That(plan.Trials[4].Varied.Select(setting => setting.Text), Is.EqualTo(new[] { "0.0002", "64" }));
        Assert.That(plan.Runs("x").Select(run => run.Name).Distinct().Count(), Is.EqualTo(24));
        Assert.That(plan.Runs("x")[1].Arguments, Is.EqualTo(
            new[] { "train", "s4", "--steps", "60", "--learning-rate", "0.0001", "--batch-size", "32", "--seed", "7", "--out", Path.Combine("x", "001-s4-seed-7") }));
    }

    [Test]
    public void Random_OfASeed_IsTheSameTrialsWithinTheRanges()
    {
        const string File = """
            { "preset": "s4", "random": { "trials": 40, "seed": 3, "options": {
              "learning-rate": { "from": 1e-5, "to": 1e-2, "scale": "log" }, "batch-size": { "from": 16, "to": 20 }, "noise": ["normal", "uniform"] } } }
            """;

        SweepPlan plan = Parse(File);
        double[] rates = [.. plan.Trials.Select(trial => trial.Options(1).GeneratorOptimizer.LearningRate)];

        Assert.That(Parse(File).Trials.Select(trial => string.Join(' ', trial.Arguments(1))), Is.EqualTo(plan.Trials.Select(trial => string.Join(' ', trial.Arguments(1)))));
        Assert.That(rates, Has.All.InRange(1e-5, 1e-2));
        Assert.That(rates.Count(rate => rate < 1e-3), Is.GreaterThan(20), "on a logarithmic scale two thirds lie below");
        Assert.That(plan.Trials.Select(trial => trial.Options(1).BatchSize).Distinct().Order(), Is.EqualTo(new[] { 16, 17, 18, 19, 20 }));
        Assert.That(plan.Trials.Select(trial => trial.Options(1).Noise).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Seeds_WithoutASearch_AreOneTrial()
    {
        SweepPlan plan = Parse("""{ "preset": "s2", "faithful": true, "seeds": [4, 5] }""");

        Assert.That(plan.Runs("x").Select(run => run.Name), Is.EqualTo(new[] { "001-s2-seed-4", "001-s2-seed-5" }));
        Assert.That(plan.Trials[0].Options(4), Is.EqualTo(plan.Trials[0].Preset.FaithfulOptions with { Seed = 4 }));
    }

    [TestCase("", "no JSON")]
    [TestCase("[]", "the file: found []")]
    [TestCase("{}", "preset is missing")]
    [TestCase("""{ "preset": "s44" }""", "did you mean 's4'?")]
    [TestCase("""{ "preset": "s4", "sedes": [1] }""", "did you mean 'seeds'?")]
    [TestCase("""{ "preset": "s4", "preset": "s2" }""", "given twice")]
    [TestCase("""{ "preset": "s4", "seeds": 3 }""", "a list such as [1, 2, 3]")]
    [TestCase("""{ "preset": "s4", "seeds": [1, 1] }""", "given twice")]
    [TestCase("""{ "preset": "s4", "seeds": [-1] }""", "-1")]
    [TestCase("""{ "preset": "s4", "grid": { "learnin-rate": [1] } }""", "did you mean 'learning-rate'?")]
    [TestCase("""{ "preset": "s4", "grid": { "learning-rate": 1 } }""", "a list of values is expected")]
    [TestCase("""{ "preset": "s4", "grid": { "learning-rate": [] } }""", "a list of values is expected")]
    [TestCase("""{ "preset": "s4", "grid": { "learning-rate": [0.1, "x"] } }""", "grid.learning-rate")]
    [TestCase("""{ "preset": "s4", "grid": { "batch-size": [1.5] } }""", "1.5")]
    [TestCase("""{ "preset": "s4", "grid": { "seed": [1] } }""", "seeds")]
    [TestCase("""{ "preset": "s4", "options": { "steps": 5 }, "grid": { "steps": [1] } }""", "leave one out")]
    [TestCase("""{ "preset": "s4", "grid": { "weight-decay": [0.1] } }""", "there is no option")]
    [TestCase("""{ "preset": "s4", "grid": { "steps": [1] }, "random": { "trials": 1, "options": {} } }""", "both given")]
    [TestCase("""{ "preset": "s4", "random": { "trials": 0, "options": {} } }""", "random.trials")]
    [TestCase("""{ "preset": "s4", "random": { "trials": 1 } }""", "random needs")]
    [TestCase("""{ "preset": "s4", "random": { "trials": 1, "options": { "learning-rate": { "from": 1, "to": 0.1 } } } }""", "no range")]
    [TestCase("""{ "preset": "s4", "random": { "trials": 1, "options": { "learning-rate": { "form": 1, "to": 2 } } } }""", "did you mean 'from'?")]
    [TestCase("""{ "preset": "s4", "random": { "trials": 1, "options": { "noise": { "from": 1, "to": 2 } } } }""", "a list to choose from")]
    [TestCase("""{ "preset": "s4", "order": "best" }""", "order")]
    [TestCase("""{ "preset": "s2", "evaluate": 10 }""", "'s2' makes none")]
    [TestCase("""{ "preset": "s4", "grid": { "momentum": [0.1] } }""", "trial 1")]
    public void File_ThatIsNoSearch_IsRefusedInOneLine(string json, string part)
    {
        InputException refusal = Assert.Throws<InputException>(() => Parse(json))!;

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(refusal.Message, Does.StartWith(part.Contains("did you mean 's4'", StringComparison.Ordinal) ? "There is no preset" : "Sweep 'x'").And.Contain(part));
    }

    private static SweepPlan Parse(string json) => SweepFile.Parse(Encoding.UTF8.GetBytes(json), "Sweep 'x'");
}
