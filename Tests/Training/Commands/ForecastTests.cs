using NativeGan.Tests.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>What a training says of itself before it begins.</summary>
public sealed class ForecastTests
{
    [Test]
    public void Forecast_OfAHugeBatch_TriesAPartOfIt()
    {
        // A million images, of which the trial alone took more than a minute and gigabytes.
        TrainingOptions options = PresetCatalog.Find("s4").Options with { BatchSize = 1 << 20 };

        string forecast = TrainingLoop.Forecast(options, BackendCases.Get("cpu"), steps: 10, limit: null);

        Assert.That(forecast, Does.Contain("in a short trial of 1024 of its 1048576 samples: 10 steps take about "));
    }

    [Test]
    public void Forecast_OfAnOrdinaryBatch_TriesAllOfIt()
    {
        TrainingOptions options = PresetCatalog.Find("s4").Options;

        string forecast = TrainingLoop.Forecast(options, BackendCases.Get("cpu"), steps: 10, limit: null);

        Assert.That(forecast, Does.Contain(" ms a step in a short trial: 10 steps take about "));
    }

    [TestCase(128, 1, 128)]
    [TestCase(5000, 1, 1024)]
    [TestCase(5000, 0, 1024)]
    [TestCase(5000, 100, 1000)]
    [TestCase(5000, 2500, 2500)]
    public void SamplesOfATrial_AreAWholeNumberOfSets(int batch, int packing, int expected) =>
        Assert.That(StepTrial.SamplesOf(new TrainingOptions { Preset = "x", BatchSize = batch, Packing = packing }), Is.EqualTo(expected));

    [Test]
    public void Forecast_OfAQuickLook_SaysWhatIsToBeSeenAndWhatOnlyTheFullRunShows()
    {
        Preset preset = PresetCatalog.Find("cgan");

        string[] lines = TrainingLoop.Forecast(preset.Options, BackendCases.Get("cpu"), preset.QuickSteps, limit: null, preset).Split(Environment.NewLine);

        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[1], Is.EqualTo($"to be seen: {preset.Trend.Text}").And.Contains("agreement ends at 0.14 or more").And.Contains("only the full run shows "));
    }
}
