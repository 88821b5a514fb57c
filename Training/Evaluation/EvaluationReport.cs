using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Evaluation.Metrics;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Evaluation;

/// <summary>What an evaluation found: for people as a table, for programs as JSON.</summary>
internal sealed class EvaluationReport
{
    private const int NameWidth = 24, NumberWidth = 14;

    private readonly List<(IMetric Metric, string? WhyNot, IReadOnlyList<MetricFigure> Figures)> _results = [];

    /// <summary>The checkpoint that was measured.</summary>
    public required TrainingState Checkpoint { get; init; }

    /// <summary>What read its samples.</summary>
    public required TrainedClassifier Classifier { get; init; }

    /// <summary>Real images beside them.</summary>
    public required EvaluationImages Images { get; init; }

    /// <summary>Number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>Seed of their noise.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Measures with every metric of the catalog.</summary>
    public void Measure(EvaluationContext context)
    {
        foreach (IMetric metric in MetricCatalog.All)
        {
            string? whyNot = metric.WhyNot(context);
            _results.Add((metric, whyNot, whyNot is null ? metric.Measure(context) : []));
        }
    }

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{Checkpoint.Path}: {Checkpoint.Options.Preset} at step {Checkpoint.Step}; {Count} samples, seed {Seed}");
        writer.WriteLine($"classifier: {Path.GetFileName(Classifier.Path)}, sha256 {Classifier.Sha256[..12]}, reads {Classifier.Record.AccuracyText} as they are labelled");
        if (Images.Note is { } note)
        {
            writer.WriteLine($"note: {note}");
        }

        writer.WriteLine($"{"",-NameWidth}  {"model",NumberWidth}{"real images",NumberWidth}");
        foreach ((IMetric metric, string? whyNot, IReadOnlyList<MetricFigure> figures) in _results)
        {
            writer.WriteLine($"{metric.Name}: {(whyNot is null ? metric.Meaning : $"not measured, {whyNot}")}");
            foreach (MetricFigure figure in figures)
            {
                WriteFigure(figure, writer);
            }
        }
    }

    /// <summary>Writes the figures as JSON; the file appears when it is complete.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save(string path)
    {
        JsonObject metrics = [];
        foreach ((IMetric metric, string? whyNot, IReadOnlyList<MetricFigure> figures) in _results)
        {
            JsonObject entry = new() { ["meaning"] = metric.Meaning };
            if (whyNot is not null)
            {
                entry["notMeasured"] = whyNot;
            }

            foreach (MetricFigure figure in figures)
            {
                entry[Key(figure.Name)] = new JsonObject { ["model"] = Node(figure.Values), ["real"] = figure.Real is null ? null : Node(figure.Real) };
            }

            metrics[metric.Name] = entry;
        }

        JsonObject report = new()
        {
            ["program"] = $"nativegan {ProgramVersion.Text}",
            ["checkpoint"] = Path.GetFileName(Checkpoint.Path),
            ["preset"] = Checkpoint.Options.Preset,
            ["step"] = Checkpoint.Step,
            ["samples"] = Count,
            ["seed"] = Seed,
            ["data"] = new JsonObject
            {
                ["name"] = Images.Train.Name,
                ["sha256"] = Images.Train.Sha256,
                ["testImages"] = Images.Test.Count,
                ["testSha256"] = Images.Test.Sha256,
                ["note"] = Images.Note,
            },
            ["classifier"] = new JsonObject
            {
                ["file"] = Path.GetFileName(Classifier.Path),
                ["sha256"] = Classifier.Sha256,
                ["seed"] = Classifier.Record.Seed,
                ["steps"] = Classifier.Record.Steps,
                ["testImages"] = Classifier.Record.TestImages,
                ["testAccuracy"] = Classifier.Record.TestAccuracy,
            },
            ["metrics"] = metrics,
        };
        AtomicFile.WriteText(path, JsonText.Of(report));
    }

    private static void WriteFigure(MetricFigure figure, TextWriter writer)
    {
        if (figure.Values.Count == 1)
        {
            string real = figure.Real is null ? "" : Text(figure.Real[0], figure.Unit);
            writer.WriteLine($"  {figure.Name,-NameWidth}{Text(figure.Values[0], figure.Unit),NumberWidth}{real,NumberWidth}");
            return;
        }

        writer.WriteLine($"  {figure.Name}");
        for (int index = 0; index < figure.Values.Count; index++)
        {
            string real = figure.Real is null ? "" : Text(figure.Real[index], figure.Unit);
            writer.WriteLine($"    {index,-(NameWidth - 2)}{Text(figure.Values[index], figure.Unit),NumberWidth}{real,NumberWidth}");
        }
    }

    private static string Text(double value, FigureUnit unit) => unit switch
    {
        _ when double.IsNaN(value) => "-",
        FigureUnit.Share => string.Create(CultureInfo.InvariantCulture, $"{100 * value:F2} %"),
        FigureUnit.Count => string.Create(CultureInfo.InvariantCulture, $"{value:F0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:F3}"),
    };

    /// <summary>A figure's name as the other names in JSON are written: "entropy, bits" is entropyBits.</summary>
    private static string Key(string name)
    {
        string[] words = name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    // JSON has no NaN: where there was nothing to measure stands null.
    private static JsonNode? Node(IReadOnlyList<double> values) => values.Count == 1
        ? Node(values[0])
        : new JsonArray([.. values.Select(Node)]);

    private static JsonNode? Node(double value) => double.IsNaN(value) ? null : JsonValue.Create(value);
}
