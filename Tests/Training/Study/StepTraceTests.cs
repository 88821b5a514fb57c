using System.Globalization;
using System.Text.RegularExpressions;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NativeGan.Training.Study;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Study;

/// <summary>A trace shows the trainer's step, not one of its own.</summary>
public sealed class StepTraceTests
{
    private static IEnumerable<string> MlpPresets => PresetCatalog.All.Select(preset => preset.Name).Where(name => !name.StartsWith("s3", StringComparison.Ordinal));

    [TestCaseSource(nameof(MlpPresets))]
    public void Losses_OfATrace_AreThoseOfTheTrainersStep(string preset)
    {
        TrainingOptions options = NetworkOptions.WithHidden(PresetCatalog.Find(preset).Options, 5) with { BatchSize = 4, NoiseSize = 3 };
        ITrainingData data = TrainingDataCatalog.FindDistribution(options.Dataset) ?? MadeUpImages.Create(options.BatchSize, 1, 6);
        using StringWriter trace = new();
        using (ReferenceBackend backend = new())
        {
            new StepTrace(options, data, backend).Write(trace);
        }

        (double discriminatorLoss, double generatorLoss) = TrainOneStep(options, data);

        Assert.That(LastLoss(trace.ToString(), "D loss"), Is.EqualTo(Rounded(discriminatorLoss)));
        Assert.That(LastLoss(trace.ToString(), "G loss"), Is.EqualTo(Rounded(generatorLoss)));
    }

    private static (double Discriminator, double Generator) TrainOneStep(TrainingOptions options, ITrainingData data)
    {
        using ReferenceBackend backend = new();
        using TrainingSession session = new(options, backend, data);
        session.Batches.Prepare();
        session.Step.Run();
        double[] rows = new double[session.Metrics.Rows * (GanStep.MetricCount + session.Statistics.Count)];
        session.Metrics.Read(rows);
        return (rows[0], rows[1]);
    }

    private static string LastLoss(string trace, string name) => Regex.Matches(trace, $@"(?m)^[a-z].* step.*: {name} = (\S+)").Last().Groups[1].Value.TrimEnd();

    private static string Rounded(double loss) => loss.ToString("F6", CultureInfo.InvariantCulture);
}
