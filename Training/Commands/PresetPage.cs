using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary>Everything about a preset, for a terminal of eighty columns.</summary>
internal static class PresetPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter writer, Preset preset)
    {
        TrainingOptions run = preset.Options;
        TextLines.Write(writer, $"{preset.Name}: {preset.Summary}");
        writer.WriteLine();
        TextLines.WriteTable(writer,
        [
            ("source", preset.Source),
            ("length", FormattableString.Invariant($"{run.Steps} steps; --quick trains {preset.QuickSteps}")),
            ("to be seen", $"with --quick: {preset.Trend.Text}"),
            ("as written", $"with --faithful: {preset.FaithfulNote}"),
            .. Differences(run, preset.FaithfulOptions).Select(text => ("", text)),
        ]);

        writer.WriteLine();
        writer.WriteLine("Networks");
        TextLines.WriteTable(writer, [("model", run.Model), .. Networks(run)]);
        WriteRows(writer, "Noise and losses", run, "noiseSize", "noise", "initializer", "loss", "dropoutKeep", "inputDropoutKeep", "packing", "gradientPenalty");
        WriteRows(writer, "Updates", run, "order", "sharedNoise", "discriminatorSteps", "weightClip");
        WriteOptimizer(writer, "Optimiser of the discriminator", run, "discriminatorOptimizer");
        WriteOptimizer(writer, "Optimiser of the generator", run, "generatorOptimizer");
        WriteRows(writer, "Data", run, "dataset", "trainingImages", "batchSize", "sampler", "shuffleBuffer");
        writer.WriteLine();
        TextLines.Write(writer, $"Every value can be changed: '{Suggestion.Command("train", preset.Name, "--help")}' shows how.");
    }

    private static IEnumerable<string> Differences(TrainingOptions run, TrainingOptions faithful) =>
        from row in HyperparameterCatalog.All
        where row.Path != "faithful" && !row.Get(run).Equals(row.Get(faithful))
        select $"{row.Path}: {row.Kind.Show(row.Get(faithful))} instead of {row.Kind.Show(row.Get(run))}";

    /// <summary>The layers as they are written, and the parameters of each network.</summary>
    private static IEnumerable<(string Label, string Text)> Networks(TrainingOptions run)
    {
        if (run.GeneratorLayers.Length > 0)
        {
            yield return ("generator layers", Spaced(run.GeneratorLayers));
        }

        if (run.DiscriminatorLayers.Length > 0)
        {
            yield return ("discriminator layers", Spaced(run.DiscriminatorLayers));
        }

        using ReferenceBackend backend = new();
        using GanModel model = ModelFactory.Create(run, StepTrial.DataFor(run with { BatchSize = 1 }).SampleSize, backend);
        foreach (IGrouping<string, (string Name, NativeGan.Engine.Parameter Parameter)> network in model.NamedParameters.GroupBy(entry => entry.Name.Split('.')[0]))
        {
            long count = network.Sum(entry => (long)entry.Parameter.Shape.Count);
            yield return (network.Key, FormattableString.Invariant($"{count} parameters: {string.Join(", ", network.Select(entry => $"{entry.Name[(network.Key.Length + 1)..]} {entry.Parameter.Shape}"))}"));
        }
    }

    // A line may be broken after a comma.
    private static string Spaced(string layers) => layers.Replace(",", ", ", StringComparison.Ordinal);

    private static void WriteRows(TextWriter writer, string title, TrainingOptions run, params string[] names) =>
        WriteRows(writer, title, run, HyperparameterCatalog.All.Where(row => names.Contains(row.Path)));

    private static void WriteOptimizer(TextWriter writer, string title, TrainingOptions run, string group) =>
        WriteRows(writer, title, run, HyperparameterCatalog.All.Where(row => row.Group == group));

    private static void WriteRows(TextWriter writer, string title, TrainingOptions run, IEnumerable<Hyperparameter> rows)
    {
        writer.WriteLine();
        writer.WriteLine(title);
        TextLines.WriteTable(writer, [.. rows.Where(row => row.IsUsedBy(run)).Select(row => (row.Option, $"{row.Kind.Show(row.Get(run))}: {row.Meaning.TrimEnd('.')}"))]);
    }
}
